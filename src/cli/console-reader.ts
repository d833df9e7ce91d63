/**
 * Records of topics, printed as they come: how `console-consumer` works once it knows its flags. A broker or a topic that is not
 * there yet is waited for. Source: Kafka 4.3 `ConsoleConsumer`.
 */
import { Consumer, type ConsumerConfigs } from '../client/consumer/consumer.ts'
import { ByteSink } from './byte-sink.ts'
import { MadeUpGroup } from './console-group.ts'
import type { Formatter } from './formatters.ts'
import { type Io, OutputClosed } from './io.ts'
import { Patience } from './patience.ts'
import type { Range } from './records/range.ts'
import { messages } from './run.ts'
import { topicPattern } from './topic-filter.ts'
import { UsageError } from './usage-error.ts'

export interface Reading {
  readonly topic: string | undefined
  readonly include: string | undefined
  readonly partition: number | undefined
  readonly fromBeginning: boolean
  readonly maxMessages: number | undefined
  readonly timeoutMs: number | undefined
  readonly skipMessageOnError: boolean
  /** Undefined: it was not said. */
  readonly seek: number | 'earliest' | 'latest' | undefined
  /** The group that it shows itself in. */
  readonly madeUp: string | undefined
  readonly range: Range | undefined
}

/** How long a poll waits at most when the end may have come without a record: with a transaction's marker. */
const END_POLL_MS = 100

/** How long the end may take: a last commit, and goodbye to the group. */
const CLOSE_MS = 5000

/** @param state what was printed so far, and what it ends with, also when this throws */
export async function readRecords(
  io: Io,
  configs: ConsumerConfigs,
  format: Formatter,
  options: Reading,
  state: { count: number; exitCode: number },
): Promise<void> {
  const most =
    options.maxMessages === undefined || options.maxMessages === -1 ? Number.POSITIVE_INFINITY : options.maxMessages
  const patience = new Patience(io, options.timeoutMs)
  const shown = options.madeUp === undefined ? undefined : new MadeUpGroup(io, configs, options.madeUp, wishOf(options))
  const sink = new ByteSink(io.stdout)
  let consumer: Consumer | undefined
  io.onInterrupt(exitCode => {
    state.exitCode = exitCode
    patience.end()
    consumer?.close(CLOSE_MS)
  })
  try {
    consumer = await patience.with(() => Consumer.connect(configs))
    if (!(consumer && (await assign(consumer, options, patience)))) return
    const { range } = options
    const isDone = () => state.count >= most || range?.isDone(consumer!)
    while (!patience.isOver && !isDone()) {
      const sliceMs = range?.ends ? Math.min(patience.sliceMs, END_POLL_MS) : patience.sliceMs
      const batches = await consumer.pollBatches(sliceMs, (cursor, batch) => {
        while (state.count < most && cursor.next()) {
          if (cursor.offset < batch.from) continue
          try {
            if (format(cursor, batch, sink) !== false) state.count++
          } catch (error) {
            state.count++
            if (!options.skipMessageOnError || error instanceof OutputClosed) throw error
            io.warn(
              `ERROR Record ${batch.topic}-${batch.partition}@${cursor.offset} is skipped: ${messages(error as Error)}`,
            )
          }
        }
        // What is behind the last one was not read: it is not committed, either.
        return state.count < most
      })
      sink.flush()
      if (configs['group.id'] !== undefined) await range?.lookAround(consumer)
      if (!isDone()) shown?.join()
      if (batches > 0) patience.renew()
    }
    if (patience.ranOut) io.warn(`No record came for ${options.timeoutMs} ms`)
  } catch (error) {
    if (!(error instanceof OutputClosed)) {
      sink.flush() // what came before it
      throw error
    }
    io.warn('Unable to write to standard out, closing consumer.')
  } finally {
    await Promise.all([consumer?.close(CLOSE_MS), shown?.close()])
  }
}

const wishOf = ({ topic, include }: Pick<Reading, 'topic' | 'include'>): string[] | RegExp =>
  include === undefined ? [topic!] : new RegExp(topicPattern(include).source.slice(1, -1))

/** @returns false when the time was over before the topic was there */
async function assign(consumer: Consumer, options: Reading, patience: Patience): Promise<boolean> {
  const { topic, partition, fromBeginning, seek, range } = options
  if (options.include !== undefined)
    return (
      (await patience.with(async () => {
        await consumer.subscribe(wishOf(options))
        await range?.place(consumer, wishOf(options))
        return true
      })) ?? false
    )
  const info = await patience.with(() => consumer.cluster.topic(topic!, true))
  if (!info) return false
  if (partition === undefined) await consumer.subscribe(wishOf(options))
  else {
    const at = { topic: topic!, partition }
    if (!info.partitions[partition])
      throw new UsageError(`Topic "${topic}" has partitions 0 to ${info.partitions.length - 1}, and no ${partition}`)
    await consumer.assign([at])
    if (typeof seek === 'number') consumer.seek(at, seek)
    else if (seek === 'earliest' || (seek === undefined && fromBeginning)) await consumer.seekToBeginning([at])
    else await consumer.seekToEnd([at])
  }
  if (!range) return true
  return (await patience.with(() => range.place(consumer, wishOf(options), partition).then(() => true))) ?? false
}
