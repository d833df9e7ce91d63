/** The views: thrown away, and looked into. */
import path from 'node:path'
import type { GroupStore } from '../../../src/group/store.ts'
import { View } from '../../../src/view/view.ts'
import type { World } from '../world.ts'
import type { Verbs } from './index.ts'

const files: Readonly<Record<string, string>> = { groups: 'groups.db', transactions: 'transactions.db' }

export const view: Verbs = {
  /** `view delete groups`, while no broker runs */
  'view delete': (args, world) => View.discard(path.join(world.dir, files[args.text('')]!)),
  /** `view show groups`: what reading the logs brought, where the view is, and the offsets in it */
  'view show': (args, world) => {
    const name = args.text('')
    if (name !== 'groups') throw new Error(`view show ${name}: only groups can be shown`)
    return showGroups(world)
  },
}

function showGroups({ broker }: World): string[] {
  const { store } = broker.groups
  const before = positionsOf(store)
  store.loadAll()
  const after = positionsOf(store)
  let replayed = 0
  for (const [source, { next_offset }] of after) replayed += next_offset - (before.get(source)?.next_offset ?? 0)
  const offsets = store.view.sql<{ group_id: string; topic: string; partition: number; offset: number }>(
    'SELECT * FROM offset_commit ORDER BY group_id, topic, partition',
  )
  return [
    `replayed ${replayed} ${replayed === 1 ? 'record' : 'records'}`,
    ...[...after].map(([source, { next_offset, epoch }]) => `next ${source}@${next_offset} epoch=${epoch}`),
    ...offsets.all().map(({ group_id, topic, partition, offset }) => `${group_id} ${topic}-${partition} ${offset}`),
  ]
}

const positionsOf = ({ view }: GroupStore) =>
  new Map(
    view
      .sql<{ source: string; next_offset: number; epoch: number }>('SELECT * FROM applied ORDER BY source')
      .all()
      .map(row => [row.source, row]),
  )
