/**
 * node --import=./test/kit/typescript.mjs FILE.ts: run TypeScript from its source, the tests as well as the programs they start.
 *
 * tsx does the same for everybody's projects: it guesses extensions, reads tsconfig paths, rewrites every import. Imports
 * here name their files, so all of that is 0.2 s of processor time in a small process and 0.5 s in one that loads the
 * broker (2026-11-21), and a test run starts three hundred. The work is in `typescript-hooks.mjs`.
 */
import { register } from 'node:module'

register('./h2.mjs', import.meta.url)
