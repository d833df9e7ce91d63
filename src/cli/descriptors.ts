/**
 * Standard streams as file descriptors. A command needs lines that are out before the process ends, and input as bytes;
 * process.stdout and process.stdin cost 4 ms of start, and half the speed: 300 MB of lines through a pipe take 354 ms
 * with process.stdin, 257 with a socket that reads into one buffer, 2026-11-21.
 * Reading a pipe by fs.read() would be as fast, but a read that waits in the thread pool keeps process.exit() waiting too.
 */
import fs from 'node:fs'
import type tty from 'node:tty'
import { lazily } from '../lib/load.ts'
import { KiB } from '../lib/units.ts'
import { type Input, type Output, OutputClosed } from './io.ts'

/** Pipes give 64 KB at a time, files whatever is asked for. */
const INPUT_SIZE = 256 * KiB
/** What is written together: fewer system calls, and still little enough to stay in a cache. */
const OUTPUT_SIZE = 64 * KiB

/** With it comes node:net: 2 ms that a command without terminal or network need not pay. */
const terminals = lazily<typeof tty>('node:tty')

function isatty(fd: number): boolean {
  try {
    return fs.fstatSync(fd).isCharacterDevice() && terminals().isatty(fd)
  } catch {
    return false // it is closed
  }
}

export function output(fd: number): Output {
  const tty = isatty(fd)
  let buffer: Buffer | undefined
  let used = 0
  let scheduled = false
  const flush = () => {
    if (used === 0) return
    const end = used
    used = 0 // before the write: what cannot be written now cannot be written at exit either
    writeAll(fd, buffer!, end)
  }
  return {
    isTTY: tty,
    get columns() {
      return (tty && process.stdout.columns) || 100
    },
    flush,
    write(data) {
      buffer ??= Buffer.allocUnsafe(OUTPUT_SIZE)
      const most = typeof data === 'string' ? data.length * 3 : data.length
      if (most > OUTPUT_SIZE - used) flush()
      if (most > OUTPUT_SIZE) {
        const bytes = typeof data === 'string' ? Buffer.from(data) : data
        writeAll(fd, bytes, bytes.length)
        return
      }
      if (typeof data === 'string') used += buffer.write(data, used)
      else {
        buffer.set(data, used)
        used += data.length
      }
      if (scheduled) return
      scheduled = true
      setImmediate(() => {
        scheduled = false
        flush()
      })
    },
  }
}

/** A pipe that somebody made non-blocking says EAGAIN when it is full: wait a moment, as a blocking one would. */
function writeAll(fd: number, bytes: Uint8Array, end: number): void {
  for (let at = 0; at < end; )
    try {
      at += fs.writeSync(fd, bytes, at, end - at)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') throw new OutputClosed('Nobody reads the output any more', { cause: error })
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    }
}

export function input(fd: number): Input {
  return {
    get isTTY() {
      return isatty(fd)
    },
    chunks() {
      if (isatty(fd)) return process.stdin as AsyncIterable<Buffer>
      const kind = fs.fstatSync(fd)
      return kind.isFIFO() || kind.isSocket() ? socketChunks(fd) : fileChunks(fd)
    },
  }
}

/** Files answer at once, so a turn of the event loop is left between two reads. */
async function* fileChunks(fd: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(INPUT_SIZE)
  for (;;) {
    const size = fs.readSync(fd, buffer, 0, buffer.length, null)
    if (size === 0) return
    yield buffer.subarray(0, size)
    await new Promise(setImmediate)
  }
}

/** One buffer, filled again only after the last chunk was used: the writer at the other end waits meanwhile. */
async function* socketChunks(fd: number): AsyncGenerator<Buffer> {
  const { Socket } = await import('node:net')
  const buffer = Buffer.allocUnsafe(INPUT_SIZE)
  let size = 0
  let over = false
  let failure: Error | undefined
  let wake = () => {}
  const onread = {
    buffer,
    callback(bytes: number) {
      size = bytes
      wake()
      return false // no more until it is asked for
    },
  }
  const socket = new Socket({ fd, readable: true, writable: false, onread } as ConstructorParameters<typeof Socket>[0])
  socket.on('end', () => {
    over = true
    wake()
  })
  socket.on('error', error => {
    failure = error
    wake()
  })
  try {
    for (;;) {
      if (size === 0 && !over && !failure)
        await new Promise<void>(resolve => {
          wake = resolve
          socket.resume()
        })
      if (failure) throw failure
      if (size === 0) return
      yield buffer.subarray(0, size)
      size = 0
    }
  } finally {
    socket.destroy()
  }
}
