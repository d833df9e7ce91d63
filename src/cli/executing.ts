/** Commands that fail say so in one line of Kafka's on stdout, where scripts look for it, and end with 1. */
import { advise } from './advice.ts'
import type { Io } from './io.ts'
import { printJsonError } from './json.ts'
import { messages } from './run.ts'
import { UsageError } from './usage-error.ts'

/**
 * @param what as in `Error while executing <what> : ...`; with --json the error is JSON
 * @param work its number is the exit code; anything else is 0
 */
export async function executing(
  io: Io,
  what: string,
  options: { readonly json?: boolean },
  work: () => Promise<unknown>,
): Promise<number> {
  try {
    const code = await work()
    return typeof code === 'number' ? code : 0
  } catch (error) {
    // A wrong word is answered with the right one; a fault of ours with its own line.
    if (
      error instanceof UsageError ||
      !(error instanceof Error) ||
      ['TypeError', 'ReferenceError'].includes(error.name)
    )
      throw error
    if (options.json) printJsonError(io, error)
    else {
      io.print(`Error while executing ${what} : ${messages(error)}`)
      advise(io, error)
    }
    if (error instanceof Refusal && error.hint) io.warn(error.hint)
    if (io.env['TSKAFKA_DEBUG']) io.warn(error.stack ?? '')
    return 1
  }
}

/** What Kafka's tools throw as an IllegalArgumentException: said as they say it, after the line's head. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  /** What would be right, for people: a line on stderr. */
  readonly hint: string | undefined

  constructor(message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.hint = options.hint
  }
}
