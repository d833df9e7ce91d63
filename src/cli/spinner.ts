/** A spinner on an output that is a terminal: ora's. Loaded when work takes long. */
import readline from 'node:readline'
import { Writable } from 'node:stream'
import ora, { type Ora } from 'ora'
import type { Output } from './io.ts'

export const spin = (output: Output, text: string): Ora =>
  ora({ text, stream: streamOf(output), discardStdin: false, isEnabled: true }).start()

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
