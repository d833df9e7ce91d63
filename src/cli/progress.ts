/**
 * Work that may take long: after a second a terminal shows on stderr that something is going on. Pipes and files get nothing, and
 * stdout stays what it is. Loaded by whoever may take long; the spinner itself when the second is over.
 */
import readline from 'node:readline'
import { Writable } from 'node:stream'
import { SECONDS } from '../lib/units.ts'
import type { Io, Output } from './io.ts'

const PATIENCE_MS = 1 * SECONDS

/** How the work says where it is. */
export type Say = (text: string) => void

/** @returns what the work does; `text` is shown until it says something else */
export async function withProgress<Result>(
  io: Io,
  text: string,
  work: (say: Say) => Promise<Result>,
  patienceMs = PATIENCE_MS,
): Promise<Result> {
  if (!io.stderr.isTTY) return work(() => {})
  let shown = text
  let spinner: { text: string; stop(): unknown } | undefined
  let isOver = false
  const timer = setTimeout(async () => {
    const { default: ora } = await import('ora')
    if (isOver) return
    io.stdout.flush()
    spinner = ora({ text: shown, stream: streamOf(io.stderr), discardStdin: false, isEnabled: true }).start()
  }, patienceMs)
  try {
    return await work(said => {
      shown = said
      if (spinner) spinner.text = said
    })
  } finally {
    isOver = true
    clearTimeout(timer)
    spinner?.stop()
  }
}

/** An output as the stream of a terminal. */
function streamOf(output: Output): NodeJS.WriteStream {
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      output.write(chunk)
      output.flush()
      done()
    },
  })
  return Object.assign(stream, {
    isTTY: true,
    columns: output.columns,
    cursorTo: (x: number) => readline.cursorTo(stream, x),
    clearLine: (direction: readline.Direction) => readline.clearLine(stream, direction),
    moveCursor: (x: number, y: number) => readline.moveCursor(stream, x, y),
  }) as unknown as NodeJS.WriteStream
}
