/** The views: thrown away, and looked into. */
import path from 'node:path'
import { resourceTypes } from '../../../src/config/alter.ts'
import type { GroupStore } from '../../../src/group/store.ts'
import { METADATA_TOPIC } from '../../../src/metadata/seam.ts'
import { View } from '../../../src/view/view.ts'
import type { World } from '../world.ts'
import type { Verbs } from './index.ts'

const files: Readonly<Record<string, string>> = {
  metadata: 'metadata.db',
  groups: 'groups.db',
  transactions: 'transactions.db',
}

export const view: Verbs = {
  /** `view delete groups`, while no broker runs */
  'view delete': (args, world) => View.discard(path.join(world.dir, files[args.text('')]!)),
  /** `view show groups`: what reading the logs brought, where the view is, and what is in it */
  'view show': (args, world) => {
    const name = args.text('')
    const show = shown[name]
    if (!show) throw new Error(`view show ${name}: only ${Object.keys(shown).join(' and ')} can be shown`)
    return show(world)
  },
}

/** Where the view is, topics with their settings, and who leads what. */
function showMetadata(world: World): string[] {
  const { metadata } = world.broker
  const { nextOffset, epoch } = metadata.position
  const topics = [...metadata.topics.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return [
    `next ${METADATA_TOPIC}-0@${nextOffset} epoch=${epoch}`,
    ...topics.flatMap(({ name, partitions }) => [
      [name, ...[...metadata.configs(resourceTypes.topic, name)].map(([key, value]) => `${key}=${value}`)].join(' '),
      ...partitions.map(({ leader, leaderEpoch }, i) => `${name}-${i} leader ${leader} epoch ${leaderEpoch}`),
    ]),
  ]
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

const shown: Readonly<Record<string, (world: World) => string[]>> = { groups: showGroups, metadata: showMetadata }

const positionsOf = ({ view }: GroupStore) =>
  new Map(
    view
      .sql<{ source: string; next_offset: number; epoch: number }>('SELECT * FROM applied ORDER BY source')
      .all()
      .map(row => [row.source, row]),
  )
