/**
 * Kafka's own Java producer and consumer, the same tool against both brokers: rate, p99, and what it cost the broker.
 * Needs KAFKA_HOME.
 */
import { type Bench, rounds, withServers } from '../bench.ts'
import { run } from '../measure.ts'
import { kafka, type PerfLoad } from '../subjects.ts'
import { note } from '../table.ts'
import { consumedRateIn, p99In, rateIn } from './console.ts'

interface Case {
  what: string
  load: PerfLoad
}

const acks = (acks: string, more: Readonly<Record<string, string>> = {}) => ({ acks, ...more })
const cases = (quick: boolean): Case[] => {
  const small = quick ? 1_000_000 : 3_000_000
  const large = quick ? 300_000 : 1_000_000
  const all: Case[] = [
    { what: '100 B, acks=1', load: { records: small, size: 100, props: acks('1') } },
    {
      what: '100 B, acks=1, 64 KB batches',
      load: { records: small, size: 100, props: acks('1', { 'batch.size': '65536', 'linger.ms': '10' }) },
    },
    { what: '1 KB, acks=all', load: { records: large, size: 1000, props: acks('all') } },
  ]
  if (quick) return all
  return [
    ...all,
    { what: '100 B, acks=all', load: { records: small, size: 100, props: acks('all') } },
    { what: '1 KB, acks=1', load: { records: large, size: 1000, props: acks('1') } },
    ...['lz4', 'zstd'].map(codec => ({
      what: `1 KB, acks=all, ${codec}`,
      load: { records: large, size: 1000, props: acks('all', { 'compression.type': codec }) },
    })),
  ]
}

export async function java(bench: Bench): Promise<void> {
  const { home, table, quick } = bench
  if (home === undefined) return
  const tools = kafka(home)
  await withServers(bench, async servers => {
    for (const { what, load } of cases(quick)) {
      const rate = table.row(`Java producer, ${what}`, 'records/s', 'more')
      const p99 = table.row(`Java producer, ${what}: p99`, 'ms', 'less')
      const cpu = table.row(`Java producer, ${what}: CPU of the broker`, 's per GB', 'less')
      await rounds(bench, servers, async (subject, server, round) => {
        const topic = `${what.replace(/[^\w]+/g, '-')}-${round}`
        await run(...tools.create(server.port, topic))
        const before = server.cpu()
        const { out } = await run(...tools.producerPerf(server.port, topic, load))
        note(rate, subject.name, rateIn(out))
        note(p99, subject.name, p99In(out))
        note(cpu, subject.name, ((server.cpu() - before) * 1e9) / (load.records * load.size))
        await consumers(bench, tools, subject.name, server, { topic, ...load })
      })
    }
    await three(bench, tools, servers)
  })
}

/** What was just written is read: by one, and by three at once. */
async function consumers(
  { table, quick }: Bench,
  tools: ReturnType<typeof kafka>,
  name: string,
  server: Parameters<Parameters<typeof withServers>[1]>[0][number][1],
  { topic, records, size, props }: PerfLoad & { topic: string },
): Promise<void> {
  if (props?.['acks'] !== (size === 100 ? '1' : 'all') || Object.keys(props).length > 1) return
  for (const many of quick ? [1] : [1, 3]) {
    const what = `Java consumer, ${size === 100 ? '100 B' : '1 KB'}${many > 1 ? `, ${many} at once` : ''}`
    const before = server.cpu()
    const outs = await Promise.all(
      Array.from({ length: many }, () => run(...tools.consumerPerf(server.port, topic, records))),
    )
    note(
      table.row(what, 'records/s', 'more'),
      name,
      outs.reduce((sum, { out }) => sum + consumedRateIn(out), 0),
    )
    note(
      table.row(`${what}: CPU of the broker`, 's per GB', 'less'),
      name,
      ((server.cpu() - before) * 1e9) / (records * size * many),
    )
  }
}

/** Three producers at once, six partitions. */
async function three(
  bench: Bench,
  tools: ReturnType<typeof kafka>,
  servers: Parameters<Parameters<typeof withServers>[1]>[0],
): Promise<void> {
  const { table, quick } = bench
  const load = { records: quick ? 500_000 : 2_000_000, size: 100, props: { acks: '1' } }
  const total = table.row('three Java producers at once, 100 B, six partitions', 'records/s', 'more')
  const memory = table.row('memory of the broker under that load (PSS)', 'MB', 'less')
  await rounds(bench, servers, async (subject, server, round) => {
    const topic = `three-${round}`
    await run(...tools.create(server.port, topic, 6))
    let most = 0
    const timer = setInterval(() => {
      most = Math.max(most, server.pss())
    }, 500)
    const outs = await Promise.all([1, 2, 3].map(() => run(...tools.producerPerf(server.port, topic, load))))
    clearInterval(timer)
    note(
      total,
      subject.name,
      outs.reduce((sum, { out }) => sum + rateIn(out), 0),
    )
    note(memory, subject.name, most)
  })
}
