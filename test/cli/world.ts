/** The world of a command in a test: what goes in is given, what comes out is kept. */
import { createIo, type Io, type Output } from '../../src/cli/io.ts'
import { run } from '../../src/cli/run.ts'
import type { AnyTool } from '../../src/cli/tool.ts'
import { systemClock } from '../../src/lib/clock.ts'

export interface World {
  io: Io
  readonly stdout: string
  readonly stderr: string
  /** Whether SIGINT would be heard. */
  readonly heeds: boolean
  /** What SIGINT does. */
  interrupt(): void
}

export function world(
  options: { stdin?: string | readonly string[]; cwd?: string; env?: Record<string, string> } = {},
): World {
  const written = { stdout: '', stderr: '' }
  const interrupts: ((exitCode: number) => void)[] = []
  const output = (name: 'stdout' | 'stderr'): Output => ({
    isTTY: false,
    columns: 100,
    flush() {},
    write(data) {
      written[name] += typeof data === 'string' ? data : Buffer.from(data).toString()
    },
  })
  const io = createIo({
    stdin: {
      isTTY: false,
      async *chunks() {
        for (const chunk of [options.stdin ?? []].flat()) yield Buffer.from(chunk)
      },
    },
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: options.env ?? {},
    cwd: options.cwd ?? process.cwd(),
    clock: systemClock,
    onInterrupt: fn => void interrupts.push(fn),
  })
  return {
    io,
    get stdout() {
      return written.stdout
    },
    get stderr() {
      return written.stderr
    },
    get heeds() {
      return interrupts.length > 0
    },
    interrupt: () => interrupts.forEach(fn => void fn(130)),
  }
}

/** Run a command as if it had been typed. */
export async function typed(tool: AnyTool, argv: readonly string[], options: Parameters<typeof world>[0] = {}) {
  const made = world(options)
  const code = await run(tool, argv, made.io)
  return { code, stdout: made.stdout, stderr: made.stderr }
}
