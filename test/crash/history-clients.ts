/** Clients of a history: each goes on until it is told to stop, whatever the broker does, and says what it did and heard. */
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { Producer } from '../../src/client/producer/producer.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { COPY, type Op, SOURCE, type Write } from './history-check.ts'

export interface Recorder {
  readonly bootstrap: string
  readonly seed: number
  readonly partitions: number
  readonly stopping: boolean
  /** Milliseconds since the beginning. */
  now(): number
  record(op: Op): void
  /** A value that nobody else writes. */
  value(): string
}

/** Quick to notice that a broker is gone, and patient enough to live through its restart. */
const connection = (bootstrap: string) => ({
  'bootstrap.servers': bootstrap,
  'request.timeout.ms': '2000',
  'retry.backoff.ms': '50',
  'reconnect.backoff.max.ms': '200',
})
export const TRANSACTIONS = 'moved'
const IN_FLIGHT = 20

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const textOf = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error))

/** Again and again, with a new client after each error. */
async function keepGoing(recorder: Recorder, who: string, life: (number: number) => Promise<void>): Promise<void> {
  for (let number = 1; !recorder.stopping; number++)
    try {
      await life(number)
    } catch (error) {
      recorder.record({ f: 'error', type: 'info', who, at: recorder.now(), what: textOf(error) })
      await pause(50)
    }
}

/** Writes that are no part of a transaction, many on their way at once. */
export function plainWriter(recorder: Recorder, who: string): Promise<void> {
  const random = seededRandom(recorder.seed)
  return keepGoing(recorder, who, async life => {
    const name = `${who}/${life}`
    const producer = new Producer({
      ...connection(recorder.bootstrap),
      'delivery.timeout.ms': '20000',
      'linger.ms': '0',
    })
    const waiting = new Set<Promise<unknown>>()
    let failed: unknown
    try {
      while (!recorder.stopping && failed === undefined) {
        const write: Write = { topic: SOURCE, partition: random.below(recorder.partitions), value: recorder.value() }
        recorder.record({ f: 'send', type: 'invoke', who: name, at: recorder.now(), write })
        const sent = producer
          .send(write)
          .then(
            ({ offset }) =>
              recorder.record({ f: 'send', type: 'ok', who: name, at: recorder.now(), write: { ...write, offset } }),
            error => {
              recorder.record({ f: 'send', type: 'info', who: name, at: recorder.now(), write })
              failed = error
            },
          )
          .finally(() => waiting.delete(sent))
        waiting.add(sent)
        if (waiting.size >= IN_FLIGHT) await Promise.race(waiting)
        else await pause(1)
      }
      await Promise.all(waiting)
      if (failed !== undefined) throw failed
    } finally {
      await producer.close(2000)
    }
  })
}

/** Transactions over several partitions, a quarter of them aborted on purpose. */
export function transactor(recorder: Recorder, who: string): Promise<void> {
  const random = seededRandom(recorder.seed + 1)
  return keepGoing(recorder, who, async life => {
    const name = `${who}/${life}`
    const producer = new Producer({
      ...connection(recorder.bootstrap),
      'transactional.id': who,
      'transaction.timeout.ms': '5000',
      'delivery.timeout.ms': '4000',
      'max.block.ms': '8000',
      'linger.ms': '0',
    })
    try {
      await producer.initTransactions()
      while (!recorder.stopping) await transaction(recorder, producer, name, random)
    } finally {
      await producer.close(2000)
    }
  })
}

async function transaction(
  recorder: Recorder,
  producer: Producer,
  who: string,
  random: ReturnType<typeof seededRandom>,
): Promise<void> {
  const writes: Write[] = Array.from({ length: 1 + random.below(4) }, () => ({
    topic: TRANSACTIONS,
    partition: random.below(recorder.partitions),
    value: recorder.value(),
  }))
  const aborts = random.below(4) === 0
  recorder.record({ f: 'txn', type: 'invoke', who, at: recorder.now(), writes })
  let asked = false
  let type: 'ok' | 'fail' | 'info' = 'info'
  try {
    producer.beginTransaction()
    await Promise.all(writes.map(async write => Object.assign(write, { offset: (await producer.send(write)).offset })))
    if (aborts) await producer.abortTransaction()
    else {
      asked = true
      await producer.commitTransaction()
    }
    type = aborts ? 'fail' : 'ok'
  } catch (error) {
    // Nobody asked to commit it: it never will be.
    type = asked ? 'info' : 'fail'
    throw error
  } finally {
    recorder.record({ f: 'txn', type, who, at: recorder.now(), writes })
  }
}

/** Reads everything that is committed, from the beginning in each life. */
export function reader(recorder: Recorder, who: string, topics: readonly string[]): Promise<void> {
  return keepGoing(recorder, who, async session => {
    const consumer = new Consumer({
      ...connection(recorder.bootstrap),
      'auto.offset.reset': 'earliest',
      'isolation.level': 'read_committed',
      'fetch.max.wait.ms': '100',
    })
    try {
      await consumer.assign(allOf(topics, recorder.partitions))
      while (!recorder.stopping) {
        const records = await consumer.poll(200)
        if (records.length === 0) continue
        const reads = records.map(
          ({ topic, partition, offset, value }) => [topic, partition, offset, String(value)] as const,
        )
        recorder.record({ f: 'poll', type: 'ok', who, at: recorder.now(), session, reads })
      }
    } finally {
      await consumer.close(1000)
    }
  })
}

export const allOf = (topics: readonly string[], partitions: number) =>
  topics.flatMap(topic => Array.from({ length: partitions }, (_, partition) => ({ topic, partition })))

/** Consume, transform, produce, exactly once: every plain record is copied, in one transaction with the offset behind it. */
export function copier(recorder: Recorder, who: string, group: string): Promise<void> {
  return keepGoing(recorder, who, async life => {
    const name = `${who}/${life}`
    const producer = new Producer({
      ...connection(recorder.bootstrap),
      'transactional.id': who,
      'transaction.timeout.ms': '5000',
      'delivery.timeout.ms': '4000',
      'max.block.ms': '8000',
      'linger.ms': '0',
    })
    const consumer = new Consumer({
      ...connection(recorder.bootstrap),
      'group.id': group,
      'auto.offset.reset': 'earliest',
      'isolation.level': 'read_committed',
      'enable.auto.commit': 'false',
      'session.timeout.ms': '6000',
      'heartbeat.interval.ms': '500',
      'max.poll.records': '100',
      'fetch.max.wait.ms': '100',
    })
    try {
      await producer.initTransactions()
      await consumer.subscribe([SOURCE])
      while (!recorder.stopping) {
        const records = await consumer.poll(200)
        if (records.length === 0) continue
        const writes: Write[] = records.map(({ partition, value }) => ({
          topic: COPY,
          partition,
          value: String(value),
        }))
        recorder.record({ f: 'txn', type: 'invoke', who: name, at: recorder.now(), writes })
        await producer.transaction(async () => {
          const sent = Promise.all(writes.map(write => producer.send(write)))
          // Waited for below, unless the offsets fail first.
          sent.catch(() => {})
          await producer.sendOffsetsToTransaction(consumer.positions(), consumer.groupMetadata())
          await sent
        })
      }
    } finally {
      await producer.close(2000)
      await consumer.close(1000)
    }
  })
}
