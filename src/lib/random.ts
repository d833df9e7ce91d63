import type crypto from 'node:crypto'
import { lazily } from './load.ts'

/** 3 ms to load: a start that makes no ids does without. */
const node = lazily<typeof crypto>('node:crypto')

/** Randomness as an argument: the system's, or one that a seed repeats. */
export interface Random {
  /** `length` random bytes. */
  bytes(length: number): Buffer
  /** An integer in [0, bound). */
  below(bound: number): number
}

export const systemRandom: Random = {
  bytes: length => node().randomFillSync(Buffer.allocUnsafe(length)),
  below: bound => Math.floor(Math.random() * bound),
}

/**
 * Randomness that `seed` repeats: xorshift32 after a splitmix step, so that neighbouring seeds do not look alike.
 * For tests and simulations, never for secrets.
 */
export function seededRandom(seed: number): Random {
  let state = Math.imul(seed ^ (seed >>> 16) ^ 0x9e3779b9, 0x85ebca6b) | 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
  return {
    bytes: length => Buffer.from(Array.from({ length }, () => next() & 0xff)),
    below: bound => Math.floor((next() / 2 ** 32) * bound),
  }
}
