/** A question that wants a `y`: asked on stdout, answered by a line of stdin, at a terminal or out of a pipe. */
import type { Io } from './io.ts'

export async function confirmed(io: Io, question: string): Promise<boolean> {
  io.print(question)
  io.stdout.flush()
  let line = ''
  for await (const chunk of io.stdin.chunks()) {
    line += chunk.toString()
    if (line.includes('\n')) break
  }
  return line.split(/\r?\n/)[0]!.trim().toLowerCase() === 'y'
}
