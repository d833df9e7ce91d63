/** What one client's thread gets done, one thing after the other: transactions, commits of offsets. */
import { type Bench, load, rounds, withServers } from '../bench.ts'
import { note } from '../table.ts'

export async function coordinators(bench: Bench): Promise<void> {
  const { table, quick } = bench
  const transactions = table.row('transactions of one thread', 'per second', 'more')
  const commits = table.row('offset commits of one thread', 'per second', 'more')
  await withServers(bench, servers =>
    rounds(bench, 'coordinators', 35, servers, async ({ name }, { port }) => {
      const done = await load<{ transactions: number; commits: number }>('transactions', port, quick ? 1 : 3)
      note(transactions, name, done.transactions)
      note(commits, name, done.commits)
    }),
  )
}
