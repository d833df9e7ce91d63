/**
 * What should not matter: how many partitions there are. Rates with one, before and after there are many; and to many at once.
 * What one more costs. Apache Kafka takes minutes for 10,000, so the table's run makes fewer.
 */
import { attempt, type Bench, load, rounds, type Started, withServers } from '../bench.ts'
import { note } from '../table.ts'

const SECONDS = 2
const WARM = 1000

export const partitions = (bench: Bench) => withServers(bench, servers => wide(bench, servers, 3000))
/** Apache Kafka writes no more than 10,000 records for one request. */
export const partitions10000 = (bench: Bench) => withServers(bench, servers => wide(bench, servers, 10_000))

async function wide(bench: Bench, servers: readonly Started[], many: number): Promise<void> {
  const { table } = bench
  const title = `${many.toLocaleString('en-US')} partitions`
  const create = table.row(`create a topic of ${(many - WARM).toLocaleString('en-US')} partitions`, 'ms', 'less')
  const memory = table.row('memory of an idle partition', 'KB', 'less')
  for (const [, { port }] of servers) {
    await load('topic', port, 'one', 1)
    await load('topic', port, 'ten', 10)
    await load('topic', port, 'hundred', 100)
    for (const [topic, partitions] of [
      ['one', 1],
      ['ten', 10],
      ['hundred', 100],
    ] as const)
      await load('fill', port, JSON.stringify({ topic, partitions, bytes: 200e6, size: 100_000 }))
  }
  await rates(bench, servers, 20, [['one', 1, '1 partition']])
  for (const [{ name }, server] of servers)
    await attempt(bench, `${title}, ${name}`, async () => {
      // The first thousand warm the server: what making them takes of the memory is no partition's.
      await load('topic', server.port, 'warm', WARM)
      const before = server.pss()
      const rest = many - WARM
      note(create, name, (await load<{ ms: number }>('topic', server.port, 'many', rest)).ms)
      note(memory, name, Math.max(0, ((server.pss() - before) * 1024) / rest))
    })
  await rates(bench, servers, 60, [
    ['one', 1, `1 beside ${title}`],
    ['ten', 10, `10 beside ${title}`],
    ['hundred', 100, `100 beside ${title}`],
  ])
}

type Shape = readonly [topic: string, partitions: number, what: string]

async function rates(bench: Bench, servers: readonly Started[], seconds: number, shapes: readonly Shape[]) {
  await rounds(bench, shapes.map(([, , what]) => what).join(', '), seconds, servers, async ({ name }, { port }) => {
    for (const [topic, partitions, what] of shapes) {
      // Into a topic that passes, as what stays keeps the disk busy; out of one that was filled before.
      const produced = { size: 16_384, connections: 4, inflight: 5, acks: 1, seconds: SECONDS, partitions }
      const fetched = { connections: 4, seconds: SECONDS, topic, partitions }
      for (const [verb, row, shape] of [
        ['produce', `produce to ${what}`, produced],
        ['fetch', `fetch from ${what}`, fetched],
      ] as const) {
        const { mb } = await load<{ mb: number }>(verb, port, JSON.stringify(shape))
        note(bench.table.row(row, 'MB/s', 'more'), name, mb)
      }
    }
  })
}
