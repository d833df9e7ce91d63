/**
 * What a person typed cannot be done: said in one line, with the nearest right thing and what to type next.
 * Everything that can be typed wrong ends here: flags, values, subcommands, properties.
 */
import { nearest as nearestName } from '../config/define.ts'

export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** What to type next; the runner says `tskafka <command> --help` when it is not given. */
  readonly next: string | undefined
  /** The word that was meant, when it can be told: then the whole line is offered again, put right. */
  readonly slip: { typed: string; meant: string } | undefined
  /** The flag that was not there. */
  readonly missing: string | undefined

  constructor(
    message: string,
    options: Pick<Partial<UsageError>, 'next' | 'slip' | 'missing'> & { cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.next = options.next
    this.slip = options.slip
    this.missing = options.missing
  }
}

/** The candidate that was most likely meant: the only one that begins so, or the nearest; undefined when none is near. */
export function nearest(typed: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates]
  const beginning = typed.length > 2 ? all.filter(candidate => candidate.startsWith(typed)) : []
  return beginning.length === 1 ? beginning[0] : nearestName(typed, all)
}
