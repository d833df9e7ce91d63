/** Many members of one group at once. */
import { type Bench, load, rounds, type Started, withServers } from '../bench.ts'
import { note } from '../table.ts'

export async function groups(bench: Bench): Promise<void> {
  const members = bench.quick ? 50 : 200
  const row = bench.table.row(`${members} members of a classic group join and settle`, 'ms', 'less')
  const settle = (servers: readonly Started[]) =>
    rounds(bench, 'groups', 10, servers, async (subject, { port }) =>
      note(row, subject.name, (await load<{ ms: number }>('group', port, members)).ms),
    )
  // As config/server.properties has it; the default, 3 s, would be most of the figure.
  await withServers(bench, settle, { 'group.initial.rebalance.delay.ms': '0' })
}
