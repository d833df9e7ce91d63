/**
 * Kafka's own Java producer and consumer, the same tool against both brokers: rate, p99, and what it cost the broker.
 * Needs KAFKA_HOME.
 */
import { type Bench, rounds, type Started, withServers } from '../bench.ts'
import { createTopic, deleteTopic, PASSING } from '../load/frames.ts'
import { run } from '../measure.ts'
import { kafka, type PerfLoad } from '../subjects.ts'
import { note } from '../table.ts'
import { consumedRateIn, p99In, rateIn } from './console.ts'

interface Case {
  what: string
  load: PerfLoad
  /** A JVM and its first, slow seconds are in each round; the plain ones are looked at longer. */
  seconds: number
  /** What was written is read, too. */
  read?: boolean
}

const sizes = [
  { name: '100 B', size: 100, records: { quick: 800_000, full: 1_500_000 }, plain: '1' },
  { name: '1 KB', size: 1000, records: { quick: 200_000, full: 300_000 }, plain: 'all' },
] as const

function cases(quick: boolean): Case[] {
  return sizes.flatMap(({ name, size, records, plain }) => {
    const of = (acks: string, codec: string, more: Readonly<Record<string, string>> = {}): PerfLoad => {
      const codecs = codec === 'none' ? {} : { 'compression.type': codec }
      return { records: quick ? records.quick : records.full, size, props: { acks, ...codecs, ...more } }
    }
    const all = (quick ? ['none'] : ['none', 'lz4', 'zstd']).flatMap(codec =>
      (quick ? [plain] : ['1', 'all']).map(acks => {
        const first = codec === 'none' && acks === plain
        const what = `${name}, acks=${acks}${codec === 'none' ? '' : `, ${codec}`}`
        return { what, load: of(acks, codec), seconds: first ? 40 : 24, read: first }
      }),
    )
    if (quick || size !== 100) return all
    const large = of('1', 'none', { 'batch.size': '65536', 'linger.ms': '10' })
    return [...all, { what: `${name}, acks=1, 64 KB batches`, load: large, seconds: 24 }]
  })
}

export async function java(bench: Bench): Promise<void> {
  const { home, room, quick } = bench
  if (home === undefined) return
  const tools = kafka(home, room)
  await withServers(bench, async servers => {
    for (const each of cases(quick)) {
      await produce(bench, tools, servers, each)
      if (each.read) for (const many of quick ? [1] : [1, 3]) await consume(bench, tools, servers, each, many)
    }
    await three(bench, tools, servers)
  })
}

const topicOf = (what: string, round: number) => `${what.replace(/[^\w]+/g, '-')}-${round}`

async function produce(bench: Bench, tools: ReturnType<typeof kafka>, servers: readonly Started[], each: Case) {
  const { table } = bench
  const { what, load, seconds } = each
  const rate = table.row(`Java producer, ${what}`, 'records/s', 'more')
  const p99 = table.row(`Java producer, ${what}: p99`, 'ms', 'less')
  const cpu = table.row(`Java producer, ${what}: CPU of the broker`, 's per GB', 'less')
  await rounds(bench, `Java producer, ${what}`, seconds, servers, async (subject, server, round) => {
    const topic = topicOf(what, round)
    await createTopic(server.port, topic, 1, PASSING)
    const before = server.cpu()
    const { out } = await run(...tools.producerPerf(server.port, topic, load))
    note(rate, subject.name, rateIn(out))
    note(p99, subject.name, p99In(out))
    note(cpu, subject.name, ((server.cpu() - before) * 1e9) / (load.records * load.size))
    if (!each.read || round > 0) await deleteTopic(server.port, topic)
  })
}

/** What was just written is read: by one, or by three at once. */
async function consume(
  bench: Bench,
  tools: ReturnType<typeof kafka>,
  servers: readonly Started[],
  { what: written, load: { records, size } }: Case,
  many: number,
): Promise<void> {
  const what = `Java consumer, ${size === 100 ? '100 B' : '1 KB'}${many > 1 ? `, ${many} at once` : ''}`
  await rounds(bench, what, 24, servers, async ({ name }, server) => {
    const before = server.cpu()
    const outs = await Promise.all(
      Array.from({ length: many }, () => run(...tools.consumerPerf(server.port, topicOf(written, 0), records))),
    )
    const rate = outs.reduce((sum, { out }) => sum + consumedRateIn(out), 0)
    note(bench.table.row(what, 'records/s', 'more'), name, rate)
    const spent = ((server.cpu() - before) * 1e9) / (records * size * many)
    note(bench.table.row(`${what}: CPU of the broker`, 's per GB', 'less'), name, spent)
  })
}

/** Three producers at once, six partitions. */
async function three(bench: Bench, tools: ReturnType<typeof kafka>, servers: readonly Started[]): Promise<void> {
  const { table, quick } = bench
  const load = { records: quick ? 300_000 : 1_000_000, size: 100, props: { acks: '1' } }
  const what = 'three Java producers at once, 100 B, six partitions'
  const total = table.row(what, 'records/s', 'more')
  const memory = table.row('memory of the broker under that load (PSS)', 'MB', 'less')
  await rounds(bench, what, 60, servers, async (subject, server, round) => {
    const topic = `three-${round}`
    await createTopic(server.port, topic, 6, PASSING)
    let most = 0
    const timer = setInterval(() => {
      most = Math.max(most, server.pss())
    }, 500)
    const outs = await Promise.all([1, 2, 3].map(() => run(...tools.producerPerf(server.port, topic, load))))
    clearInterval(timer)
    const rate = outs.reduce((sum, { out }) => sum + rateIn(out), 0)
    note(total, subject.name, rate)
    note(memory, subject.name, most)
    await deleteTopic(server.port, topic)
  })
}
