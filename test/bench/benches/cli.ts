/** Calls of the command line, each a process: what a person waits for. */
import { type Bench, rounds, turns, withServers } from '../bench.ts'
import { createTopic } from '../load/frames.ts'
import { run, tskafka } from '../measure.ts'
import { note } from '../table.ts'

export async function cli(bench: Bench): Promise<void> {
  const { table } = bench
  const list = table.row('topics --list', 'ms', 'less')
  const quickstart = table.row('create a topic, write three lines, read them back', 'ms', 'less')
  await withServers(bench, async servers => {
    for (const [, { port }] of servers) await createTopic(port, 'orders')
    await rounds(bench, 'cli', 25, servers, async (subject, { port }, round) => {
      note(list, subject.name, (await run(...subject.list(port))).seconds * 1000)
      const topic = `quick-${round}`
      const began = performance.now()
      await run(...subject.create(port, topic))
      await run(...subject.produce(port, topic), { input: 'one\ntwo\nthree\n' })
      await run(...subject.consume(port, topic, 3))
      note(quickstart, subject.name, performance.now() - began)
    })
  })
  for (const flag of ['--help', '--version'])
    await turns(bench, 1, async () =>
      note(table.row(`tskafka ${flag}`, 'ms', 'less'), 'tskafka', (await run(tskafka, [flag])).seconds * 1000),
    )
}
