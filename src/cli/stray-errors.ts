/**
 * Errors that no call was there to catch, in a process that runs other people's code: a timer or an event of a connector that throws,
 * a promise that it forgot. Java's worker loses a thread by it, and goes on; so does ours. A broken assumption of our own ends the
 * process, as always.
 */
import { AssertionError } from '../lib/assert.ts'
import { OutputClosed } from './io.ts'

/** From now on, until the process ends. @param say what is told of each */
export function surviveStrayErrors(say: (message: string, error: unknown) => void): void {
  const former = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', (error, origin) => {
    if (error instanceof AssertionError || error instanceof OutputClosed)
      for (const listener of former) listener.call(process, error, origin)
    else say('Something threw that no call was there to catch, a plugin most likely; the worker goes on', error)
  })
}
