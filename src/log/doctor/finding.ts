/** What a doctor says of a file: what is wrong with it, and what a start would make of that. */

/**
 * `repaired`: a start puts it right, and nothing is lost but what was not whole. `offline`: what it belongs to cannot be used
 * until a person has put it right; the rest can. `unseen`: a start does not look there; whoever reads it gets an error.
 * `refused`: there is no start. `noted`: nothing is wrong, and good to know.
 */
export type Verdict = 'noted' | 'repaired' | 'unseen' | 'offline' | 'refused'

export interface Finding {
  /** The file or directory. */
  path: string
  /** A byte of it; undefined: all of it. */
  position?: number
  problem: string
  verdict: Verdict
  /** What a start does. */
  start: string
}

export const isWrong = ({ verdict }: Finding): boolean => verdict !== 'noted'

export const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))
