/**
 * The world of a command, as an argument: streams, environment, folder, clock, signals. A test hands in its own and needs
 * no process. The real one is in `process-io.ts`.
 */
import type { Clock } from '../lib/clock.ts'

export interface Output {
  /** Bytes or text, kept until there is enough of it, the turn ends, or `flush`. A view may be reused on return. */
  write(data: string | Uint8Array): void
  flush(): void
  readonly isTTY: boolean
  /** Width of the terminal; 100 when there is none. */
  readonly columns: number
}

export interface Input {
  /** Bytes as they come, up to 256 KB at a time. A chunk is valid until the next one is asked for. */
  chunks(): AsyncIterable<Buffer>
  readonly isTTY: boolean
}

export interface Io {
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly clock: Clock
  /** A line on stdout. */
  print(line?: string): void
  /** A line on stderr. */
  warn(line: string): void
  /**
   * From now on the first SIGINT or SIGTERM calls `fn` instead of ending the process; the second one ends it.
   * `exitCode` is what the process would have ended with: 130 or 143.
   */
  onInterrupt(fn: (exitCode: number) => void): void
}

/** The reader of our output went away (`| head -1`): no fault of ours, and nobody is left to be told. */
export class OutputClosed extends Error {}

export type World = Omit<Io, 'print' | 'warn'>

/** `print` and `warn` in terms of the streams: the lines of both appear in the order they were written. */
export const createIo = (world: World): Io =>
  Object.assign(Object.create(world) as World, {
    print: (line = '') => world.stdout.write(`${line}\n`),
    warn(line: string) {
      world.stdout.flush()
      world.stderr.write(`${line}\n`)
      world.stderr.flush()
    },
  })
