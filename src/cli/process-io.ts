/** The real world of a command: this process. */
import { systemClock } from '../lib/clock.ts'
import { input, output } from './descriptors.ts'
import { createIo, type Io } from './io.ts'

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const

export const processIo = (): Io =>
  createIo({
    stdin: input(0),
    stdout: output(1),
    stderr: output(2),
    env: process.env,
    cwd: process.cwd(),
    clock: systemClock,
    onInterrupt(fn) {
      let told = false
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.on(signal, () => {
          if (told) process.exit(exitCodes[signal])
          told = true
          fn(exitCodes[signal])
        })
    },
  })
