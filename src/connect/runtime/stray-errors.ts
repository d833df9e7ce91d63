/**
 * Errors that nobody waits for: a plugin's timer throws, a promise of its own is rejected. In Java they end a thread of the
 * plugin's; in Node they would end the worker. They are logged, with the plugin they come from, and the worker goes on.
 * Those that come out of our own code are faults of ours, and end the process as before.
 *
 * A plugin that calls process.exit gets an error for it: in Java it would end the worker, with all that others run there, and
 * nobody could say who did. What ends the process otherwise (abort, a signal) does so.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { asError, ConnectError, traceOf } from '../errors.ts'
import type { Entry } from '../plugins/registry.ts'

/** The bundle, or the sources. */
const here = fileURLToPath(import.meta.url)
const ours = here.endsWith('.cjs') ? here : path.resolve(here, '../../..')

/** Files of the frames, the innermost first, without Node's own. */
function filesOf(error: Error): string[] {
  return (error.stack ?? '').split('\n').flatMap(line => {
    const [, place] = /^\s+at (?:async )?(?:.* \()?((?:file:\/\/)?\/[^()]*?)(?:\?[^:()]*)?:\d+:\d+\)?$/.exec(line) ?? []
    if (place === undefined) return []
    return [place.startsWith('file:') ? fileURLToPath(place) : place]
  })
}

const isOurs = (file: string | undefined) =>
  file !== undefined && (file === ours || file.startsWith(`${ours}${path.sep}`))

const pluginIn = (files: readonly string[], plugins: readonly Entry[]) =>
  plugins.find(({ location }) => files.some(file => file === location || file.startsWith(`${location}${path.sep}`)))

/** What is said of an error; undefined: it is our own. */
export function strayMessage(thrown: unknown, plugins: readonly Entry[]): string | undefined {
  const error = asError(thrown)
  const files = filesOf(error)
  if (isOurs(files[0])) return undefined
  const from = pluginIn(files, plugins)
  const who = from ? `${from.class} of ${from.location}` : 'A plugin, or something that it uses,'
  return `${who} threw where nobody waits for it, in a timer or a promise: catch it there, or await it in a method of the connector\n${traceOf(error)}`
}

/** Its stack begins where the plugin calls. */
function traced(error: Error): Error {
  Error.captureStackTrace(error, process.exit)
  return error
}

/** For a process that is a worker. @returns how to end it */
export function surviveStrayErrors(say: (message: string) => void, plugins: readonly Entry[]): () => void {
  const { exit } = process
  process.exit = code => {
    const from = pluginIn(filesOf(traced(new Error())), plugins)
    if (from === undefined) return exit(code)
    throw traced(
      new ConnectError(
        `${from.class} of ${from.location} called process.exit(${code ?? ''}), which would end all that runs in this worker: throw an error instead`,
      ),
    )
  }
  const end = () => {
    process.exit = exit
    process.setUncaughtExceptionCaptureCallback(null)
  }
  process.setUncaughtExceptionCaptureCallback(error => {
    const message = strayMessage(error, plugins)
    if (message !== undefined) return say(message)
    end()
    const { emit } = process as NodeJS.EventEmitter
    emit.call(process, 'uncaughtException', error, 'uncaughtException')
  })
  return end
}
