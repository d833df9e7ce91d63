/**
 * FileStreamSource: lines of a file into a topic, and those that come later; without a file, lines of standard input.
 * The offset is the byte after the line. Source: Kafka 4.3 `FileStreamSourceConnector`, `FileStreamSourceTask`.
 * Not as Kafka's, which counts characters: after a line with an umlaut it would go on in the wrong place.
 */
import fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Schema } from '../data/schema.ts'
import { ConnectError } from '../errors.ts'
import {
  type Place,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
  settings,
  sourceConnector,
} from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'

const config = settings({
  file: { type: 'string', default: null, importance: 'high', doc: 'The file to read. Without one: standard input.' },
  topic: { type: 'string', nonEmpty: true, importance: 'high', doc: 'The topic to write to.' },
  'batch.size': { type: 'int', default: 2000, importance: 'low', doc: 'Lines that are read at a time, at most.' },
})

export const FileStreamSource = sourceConnector({
  class: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  version: KAFKA_VERSION,
  config,
  exactlyOnceSupport: ({ file }) => (file ? 'supported' : 'unsupported'),
  alterOffsets(given, offsets) {
    if (!given['file'])
      throw new ConnectError(
        "Offsets cannot be modified if the 'file' configuration is unspecified. This is because stdin is used for input and offsets are not tracked.",
      )
    for (const [partition, offset] of offsets) if (offset !== null) check(partition, offset)
    return true
  },
  task({ file, topic, 'batch.size': size }, context) {
    return file ? new FileTask(file, topic, size, context) : new StdinTask(topic, size, context)
  },
})

function check(partition: Place, offset: Place): void {
  const position = offset['position']
  if (position === undefined)
    throw new ConnectError("Offset objects should either be null or contain the key 'position'")
  if (typeof position !== 'number' || !Number.isInteger(position))
    throw new ConnectError("The value for the 'position' key in the offset is expected to be a Long value")
  if (position < 0)
    throw new ConnectError("The value for the 'position' key in the offset should be a non-negative value")
  if (!('filename' in partition)) throw new ConnectError("Partition objects should contain the key 'filename'")
}

const READ_BYTES = 64 * 1024
const IDLE_MS = 1000

/** Bytes to lines: `\n`, `\r\n` or a lone `\r` ends one; a `\r` at the end may still be half of `\r\n`. */
class LineSplitter {
  #rest: Buffer = Buffer.alloc(0)

  push(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#rest, bytes])
  }

  /** At most `count` lines, with the size of each in bytes, its end included. */
  *lines(count: number): Generator<{ text: string; size: number }> {
    let start = 0
    for (let taken = 0; taken < count; taken++) {
      const end = this.#end(start)
      if (!end) break
      yield { text: this.#rest.toString('utf8', start, end.text), size: end.next - start }
      start = end.next
    }
    this.#rest = this.#rest.subarray(start)
  }

  #end(start: number): { text: number; next: number } | undefined {
    const newline = this.#rest.indexOf(10, start)
    const search = newline < 0 ? this.#rest : this.#rest.subarray(0, newline)
    const carriage = search.indexOf(13, start)
    if (carriage < 0) return newline < 0 ? undefined : { text: newline, next: newline + 1 }
    if (carriage + 1 === this.#rest.length) return undefined
    return { text: carriage, next: this.#rest[carriage + 1] === 10 ? carriage + 2 : carriage + 1 }
  }
}

class FileTask implements SourceTask {
  readonly #file: string
  readonly #topic: string
  readonly #size: number
  readonly #context: SourceTaskContext
  readonly #splitter = new LineSplitter()
  #handle: fs.promises.FileHandle | undefined
  /** Of the next byte to read, and of the next line. */
  #readAt = 0
  #position = 0

  constructor(file: string, topic: string, size: number, context: SourceTaskContext) {
    this.#file = file
    this.#topic = topic
    this.#size = size
    this.#context = context
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    if (!this.#handle && !(await this.#open())) return this.#wait()
    const records = this.#records()
    if (records.length > 0) return records
    const buffer = Buffer.allocUnsafe(READ_BYTES)
    const { bytesRead } = await this.#handle!.read(buffer, 0, READ_BYTES, this.#readAt)
    if (bytesRead === 0) return this.#wait()
    this.#readAt += bytesRead
    this.#splitter.push(buffer.subarray(0, bytesRead))
    return this.#records()
  }

  #records(): SourceRecord[] {
    const records: SourceRecord[] = []
    for (const { text, size } of this.#splitter.lines(this.#size)) {
      this.#position += size
      records.push({
        sourcePartition: { filename: this.#file },
        sourceOffset: { position: this.#position },
        topic: this.#topic,
        valueSchema: Schema.string,
        value: text,
        timestamp: Date.now(),
      })
    }
    return records
  }

  async #open(): Promise<boolean> {
    const { log, offsets } = this.#context
    try {
      this.#handle = await fs.promises.open(this.#file, 'r')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT')
        throw new ConnectError(`Cannot read ${this.#file}`, { cause })
      log.warn(`Couldn't find file ${this.#file} for FileStreamSourceTask, sleeping to wait for it to be created`)
      return false
    }
    const position = (await offsets.offset({ filename: this.#file }))?.['position'] ?? 0
    if (typeof position !== 'number') throw new ConnectError('Offset position is the incorrect type')
    this.#position = position
    this.#readAt = position
    return true
  }

  /** A second, or until it is to stop. */
  async #wait(): Promise<null> {
    await sleep(IDLE_MS, undefined, { signal: this.#context.signal }).catch(() => {})
    return null
  }

  async stop(): Promise<void> {
    await this.#handle?.close()
  }
}

/** No offsets: what was read is gone. */
class StdinTask implements SourceTask {
  readonly #topic: string
  readonly #size: number
  readonly #context: SourceTaskContext
  readonly #splitter = new LineSplitter()

  constructor(topic: string, size: number, context: SourceTaskContext) {
    this.#topic = topic
    this.#size = size
    this.#context = context
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    const chunk = process.stdin.read() as Buffer | null
    if (chunk) this.#splitter.push(Buffer.from(chunk))
    const lines = [...this.#splitter.lines(this.#size)]
    if (lines.length === 0) {
      const { signal } = this.#context
      await new Promise<void>(resolve => {
        const timer = setTimeout(done, IDLE_MS)
        process.stdin.once('readable', done)
        signal.addEventListener('abort', done, { once: true })
        function done() {
          clearTimeout(timer)
          process.stdin.off('readable', done)
          signal.removeEventListener('abort', done)
          resolve()
        }
      })
      return null
    }
    return lines.map(({ text }) => ({
      sourcePartition: { filename: null },
      sourceOffset: { position: null },
      topic: this.#topic,
      valueSchema: Schema.string,
      value: text,
      timestamp: Date.now(),
    }))
  }

  stop(): void {
    process.stdin.pause()
  }
}
