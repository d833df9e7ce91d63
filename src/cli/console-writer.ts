/**
 * Lines of stdin, sent as records: how `console-producer` works once it knows its flags. A broker that is about to start is waited
 * for; what was not written is said, and counts at the end. Source: Kafka 4.3 `ConsoleProducer`.
 */
import { Producer, type ProducerConfigs } from '../client/producer/producer.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Io } from './io.ts'
import type { LineReader, ParsedLine } from './line-reader.ts'
import { Lines, type TakeLines } from './lines.ts'
import { messages } from './run.ts'

/** @returns the exit code */
export async function writeLines(
  io: Io,
  configs: ProducerConfigs,
  reader: LineReader,
  { topic, sync }: { topic: string; sync: boolean },
): Promise<number> {
  const losses = new Losses(io)
  const stop = interruption(io)
  // Told when the first line comes: without lines no broker was needed.
  const connecting = connect(io, configs, stop)
  connecting.catch(() => {})
  let producer: Producer | undefined
  /** The topic is known: from now on lines may go the short way. */
  let known = false
  const lines = new Lines()
  let number = 0
  try {
    const chunks = io.stdin.chunks()[Symbol.asyncIterator]()
    for (;;) {
      if (io.stdin.isTTY && io.stdout.isTTY) {
        io.stdout.write('>')
        io.stdout.flush()
      }
      const chunk = await Promise.race([chunks.next(), stop.asked])
      if (!chunk) break
      const batch = new Batch(reader, number)
      if (chunk.done) lines.end(batch.add)
      else if (producer && known && reader.plain && !sync) {
        // The way of a million lines a second: from the chunk into the batch, and nothing made on the way.
        const to = producer
        const now = io.clock.now()
        let room = true
        lines.push(chunk.value, (buffer, bounds, count) => {
          room = to.append(topic, buffer, bounds, count, now)
        })
        if (!room) await producer.ready(topic)
      } else lines.push(chunk.value, batch.add)
      number = batch.number
      if (batch.records.length > 0) {
        producer ??= await Promise.race([connecting, stop.asked])
        if (!producer) break
        producer.onLost = (lost, error) => losses.add(lost.count, error)
        producer.onLostRecord = (_, error) => losses.add(1, error)
        for (const record of batch.records)
          if (sync) await producer.send({ topic, ...record })
          else known = (await send(producer, { topic, ...record }, losses)) || known
      }
      if (batch.failure) throw batch.failure
      if (chunk.done) break
    }
  } finally {
    await producer?.close()
    losses.close()
  }
  return stop.exitCode
}

/** @returns whether it was taken in: refused or lost, it is told, and the next line may fare better */
async function send(producer: Producer, record: ParsedLine & { topic: string }, losses: Losses): Promise<boolean> {
  try {
    const { written } = await producer.enqueue(record)
    written.catch(error => losses.add(1, error))
    return true
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    losses.add(1, error)
    return false
  }
}

/** The records of one chunk, up to the line that is none. */
class Batch {
  readonly records: ParsedLine[] = []
  failure: unknown
  /** Of the last line. */
  number: number
  readonly add: TakeLines

  constructor(reader: LineReader, linesBefore: number) {
    this.number = linesBefore
    this.add = (buffer, bounds, count) => {
      try {
        for (let i = 0; i < count && !this.failure; i++) {
          const record = reader.parse(buffer.subarray(bounds[2 * i], bounds[2 * i + 1]), ++this.number)
          if (record) this.records.push(record)
        }
      } catch (error) {
        this.failure = error
      }
    }
  }
}

function interruption(io: Io) {
  const state = { exitCode: 0, isAsked: false, asked: Promise.resolve() as Promise<undefined> }
  state.asked = new Promise<undefined>(resolve =>
    io.onInterrupt(exitCode => {
      state.exitCode = exitCode
      state.isAsked = true
      resolve(undefined)
    }),
  )
  return state
}

/** A broker that is about to start is waited for; who waits is told why. */
async function connect(io: Io, configs: ProducerConfigs, stop: { readonly isAsked: boolean }): Promise<Producer> {
  const deadline = io.clock.monotonic() + Number(configs['max.block.ms'])
  for (let told = false; ; told = true)
    try {
      return await Producer.connect(configs)
    } catch (error) {
      if (!(error instanceof KafkaError && error.name === 'NETWORK_EXCEPTION')) throw error
      if (stop.isAsked || io.clock.monotonic() > deadline) throw error
      if (!told) io.warn(`WARN ${messages(error)}; it is tried again for ${configs['max.block.ms']} ms`)
      await new Promise(resolve => setTimeout(resolve, RECONNECT_MS))
    }
}
const RECONNECT_MS = 250

/** What was not written: the first of each kind at once, the sums at the end. */
class Losses {
  readonly #io: Io
  readonly #counts = new Map<string, number>()

  constructor(io: Io) {
    this.#io = io
  }

  add(count: number, error: Error): void {
    const known = this.#counts.get(error.message)
    if (known === undefined) this.#io.warn(`ERROR A record was not written: ${messages(error)}`)
    this.#counts.set(error.message, (known ?? 0) + count)
  }

  close(): void {
    for (const [message, count] of this.#counts)
      if (count > 1) this.#io.warn(`ERROR ${count} records were not written: ${message}`)
  }
}
