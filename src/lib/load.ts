/**
 * Packages and builtins that a plain start does not need, loaded when first used, synchronously.
 * An `import()` would make every caller wait for a promise; a static import costs each start 1 to 7 ms.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** A function that loads `name` at its first call. */
export function lazily<Module>(name: string): () => Module {
  let loaded: Module | undefined
  return () => {
    loaded ??= require(name) as Module
    return loaded
  }
}

/** Where a package's main file is, for what lies beside it. */
export const resolvePackage = (name: string): string => require.resolve(name)
