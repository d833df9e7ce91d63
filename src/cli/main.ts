/** What a bundle of `dist/` starts: one command, in this process. */
import { SECONDS } from '../lib/units.ts'
import { type Io, OutputClosed } from './io.ts'
import { processIo } from './process-io.ts'
import { failed } from './run.ts'

/** A process that runs this long has compiled what its start needs. */
const WARM_MS = 1 * SECONDS

/**
 * @param keep stores what V8 has compiled, for the next start: after a command that did something, so that what is kept is
 *   what it takes to do it. A server is still running then.
 */
export async function main(command: (io: Io) => Promise<number>, keep: () => void = () => {}): Promise<void> {
  const io = processIo()
  setTimeout(keep, WARM_MS).unref()
  process.on('uncaughtException', error => process.exit(failed(error, io)))
  let code = await command(io)
  try {
    io.stdout.flush()
    io.stderr.flush()
  } catch (error) {
    if (!(error instanceof OutputClosed)) throw error
    code = 0
  }
  if (code === 0) keep()
  // Sockets and timers of a command that is done hold nobody up.
  process.exit(code)
}
