/** The clients of a mixed load: each goes on through every kill until it is told to stop, and tells the ledger what it heard. */
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { Producer } from '../../src/client/producer/producer.ts'
import { type Random, seededRandom } from '../../src/lib/random.ts'
import { KINDS, type Kind, type Ledger, partitionOf, type Txn, type Write } from './mixed-ledger.ts'

export interface Stage {
  readonly bootstrap: string
  readonly ledger: Ledger
  readonly seed: number
  /** Topics of this stage end so. */
  readonly suffix: string
  readonly partitions: number
  readonly groupProtocol: 'classic' | 'consumer'
  stopping: boolean
}

const IN_FLIGHT = 20
const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
export const topicOf = (stage: Stage, kind: Kind) => `${kind}-${stage.suffix}`
export const copiersOf = (stage: Stage) => `copiers-${stage.suffix}`

/** Quick to notice that a broker is gone, and patient enough to live through its restart. */
export const connection = ({ bootstrap }: Stage) => ({
  'bootstrap.servers': bootstrap,
  'request.timeout.ms': '3000',
  'retry.backoff.ms': '20',
  'reconnect.backoff.ms': '20',
  'reconnect.backoff.max.ms': '100',
})
const transactional = (stage: Stage, who: string, random: Random) => ({
  ...connection(stage),
  'transactional.id': who,
  'transaction.timeout.ms': '3000',
  'delivery.timeout.ms': '10000',
  'max.block.ms': '10000',
  'linger.ms': '0',
  'compression.type': CODECS[random.below(CODECS.length)]!,
})

export const startLoad = (stage: Stage): Promise<unknown> =>
  Promise.all([
    keepGoing(stage, 'plain', plainWriter),
    keepGoing(stage, 'table', tableWriter),
    keepGoing(stage, 'mover-1', (stage, random) => mover(stage, random, 'mover-1', 0)),
    keepGoing(stage, 'mover-2', (stage, random) => mover(stage, random, 'mover-2', 10)),
    keepGoing(stage, 'copier-1', (stage, random) => copier(stage, random, 'copier-1')),
    keepGoing(stage, 'committer', committer),
    keepGoing(stage, 'reader', reader),
  ])

/** Again and again, with a new client after each error. */
async function keepGoing(stage: Stage, who: string, life: (stage: Stage, random: Random) => Promise<void>) {
  const random = seededRandom(stage.seed + who.length * 31 + who.charCodeAt(who.length - 1))
  while (!stage.stopping)
    try {
      await life(stage, random)
    } catch (error) {
      stage.ledger.error(who, error)
      // What an idempotent producer's broker must not have forgotten, or taken twice.
      if (/SEQUENCE|UNKNOWN_PRODUCER/.test((error as Error).name) && ['plain', 'table'].includes(who))
        stage.ledger.wrong(`${who}: ${error}`)
      await pause(20)
    }
}

/** Sends `next()` with some on their way at once, until one fails or it is time. */
async function sendAll(stage: Stage, random: Random, next: () => { write: Write; done: (offset: number) => void }) {
  const producer = new Producer({
    ...connection(stage),
    'delivery.timeout.ms': '20000',
    'linger.ms': '0',
    'compression.type': CODECS[random.below(CODECS.length)]!,
  })
  const waiting = new Set<Promise<unknown>>()
  let failed: unknown
  try {
    while (!stage.stopping && failed === undefined) {
      const { write, done } = next()
      const { partition, key = null, value } = write
      const sent = producer
        .send({ topic: topicOf(stage, write.kind), partition, key, value })
        .then(
          ({ offset }) => done(offset),
          error => {
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
}

const plainWriter = (stage: Stage, random: Random) =>
  sendAll(stage, random, () => {
    const write: Write = { kind: 'plain', partition: random.below(stage.partitions), value: stage.ledger.value('p') }
    return { write, done: offset => stage.ledger.plain.push({ ...write, offset }) }
  })

/** Few keys, written again and again, now and then removed. */
const tableWriter = (stage: Stage, random: Random) =>
  sendAll(stage, random, () => {
    const key = `k${random.below(20)}`
    const value = random.below(10) === 0 ? null : stage.ledger.value(`${key}:`)
    const entry = stage.ledger.keyWrite(key, { value, acknowledged: false })
    const done = (offset: number) => Object.assign(entry, { acknowledged: true, offset })
    return { write: { kind: 'table', partition: partitionOf(key, stage.partitions), key, value }, done }
  })

/** Transactions over several partitions of two topics, a quarter of them aborted. */
async function mover(stage: Stage, random: Random, who: string, firstKey: number): Promise<void> {
  const producer = new Producer(transactional(stage, who, random))
  try {
    await producer.initTransactions()
    while (!stage.stopping) {
      const moved = Array.from(
        { length: 1 + random.below(4) },
        (): Write => ({ kind: 'moved', partition: random.below(stage.partitions), value: stage.ledger.value('m') }),
      )
      const rows = Array.from({ length: random.below(3) }, (): Write => {
        const key = `t${firstKey + random.below(10)}`
        const value = random.below(10) === 0 ? null : stage.ledger.value(`${key}:`)
        return { kind: 'table', partition: partitionOf(key, stage.partitions), key, value }
      })
      await transaction(stage, producer, who, [...moved, ...rows], random.below(4) === 0)
      await pause(random.below(5))
    }
  } finally {
    await producer.close(2000)
  }
}

async function transaction(
  stage: Stage,
  producer: Producer,
  who: string,
  writes: Write[],
  aborts: boolean,
  also: () => Promise<void> = async () => {},
): Promise<void> {
  const txn: Txn = { who, writes, outcome: 'open' }
  stage.ledger.txns.push(txn)
  let asked = false
  try {
    producer.beginTransaction()
    const sent = Promise.all(
      writes.map(async write => {
        const { kind, partition, key = null, value } = write
        const entry = key !== null && stage.ledger.keyWrite(key, { value, txn, acknowledged: false })
        write.offset = (await producer.send({ topic: topicOf(stage, kind), partition, key, value })).offset
        if (entry) entry.offset = write.offset
      }),
    )
    // Waited for below, unless the offsets fail first.
    sent.catch(() => {})
    await also()
    await sent
    if (aborts) await producer.abortTransaction()
    else {
      asked = true
      await producer.commitTransaction()
    }
    txn.outcome = aborts ? 'fail' : 'ok'
  } catch (error) {
    // Nobody asked to commit it: it never will be.
    txn.outcome = asked ? 'info' : 'fail'
    throw error
  }
}

/** Consume, transform, produce, exactly once; a transaction in five is aborted, and its records are read again. */
async function copier(stage: Stage, random: Random, who: string): Promise<void> {
  const producer = new Producer(transactional(stage, who, random))
  const classic = { 'session.timeout.ms': '6000', 'heartbeat.interval.ms': '500' }
  const consumer = new Consumer({
    ...connection(stage),
    'group.id': copiersOf(stage),
    'group.protocol': stage.groupProtocol,
    'auto.offset.reset': 'earliest',
    'isolation.level': 'read_committed',
    'enable.auto.commit': 'false',
    'max.poll.records': '100',
    'fetch.max.wait.ms': '100',
    ...(stage.groupProtocol === 'classic' && classic),
  })
  try {
    await producer.initTransactions()
    await consumer.subscribe([topicOf(stage, 'plain')])
    while (!stage.stopping) {
      const records = await consumer.poll(200)
      if (records.length === 0) continue
      const writes = records.map(({ partition, value }): Write => ({ kind: 'copy', partition, value: String(value) }))
      const aborts = random.below(5) === 0
      await transaction(stage, producer, who, writes, aborts, () =>
        producer.sendOffsetsToTransaction(consumer.positions(), consumer.groupMetadata()),
      )
      if (aborts) await consumer.seekToCommitted()
    }
  } finally {
    await producer.close(2000)
    await consumer.close(1000)
  }
}

/** Offsets that only grow, for groups without members. */
async function committer(stage: Stage, random: Random): Promise<void> {
  const groups = ['g0', 'g1', 'g2'].map(group => `${group}-${stage.suffix}`)
  const topic = topicOf(stage, 'plain')
  const consumers = groups.map(
    group => new Consumer({ ...connection(stage), 'group.id': group, 'enable.auto.commit': 'false' }),
  )
  try {
    await Promise.all(consumers.map(consumer => consumer.assign([{ topic, partition: 0 }])))
    while (!stage.stopping) {
      const index = random.below(groups.length)
      const commits = stage.ledger.commits
      const known = commits.get(groups[index]!) ?? { acknowledged: 0, asked: 0 }
      commits.set(groups[index]!, known)
      const offset = ++known.asked
      await consumers[index]!.commitSync([{ topic, partition: 0, offset: offset as never }])
      known.acknowledged = offset
      await pause(random.below(10))
    }
  } finally {
    await Promise.all(consumers.map(consumer => consumer.close(1000)))
  }
}

/** Reads what is committed, as it comes. */
async function reader(stage: Stage): Promise<void> {
  const kinds = KINDS.filter(kind => kind !== 'table')
  const consumer = new Consumer({
    ...connection(stage),
    'auto.offset.reset': 'earliest',
    'isolation.level': 'read_committed',
    'fetch.max.wait.ms': '100',
  })
  try {
    await consumer.assign(allOf(stage, kinds))
    while (!stage.stopping)
      for (const { topic, partition, offset, value } of await consumer.poll(200))
        stage.ledger.read(topic.slice(0, topic.indexOf('-')) as Kind, partition, offset, String(value))
  } finally {
    await consumer.close(1000)
  }
}

export const allOf = (stage: Stage, kinds: readonly Kind[]) =>
  kinds.flatMap(kind =>
    Array.from({ length: stage.partitions }, (_, partition) => ({ topic: topicOf(stage, kind), partition })),
  )
