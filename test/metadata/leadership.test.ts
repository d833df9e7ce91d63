import path from 'node:path'
import t from 'tap'
import { appliers } from '../../src/metadata/apply.ts'
import { elections, resignations } from '../../src/metadata/leadership.ts'
import { decodeRecord, encodeRecord, type MetadataRecord, record } from '../../src/metadata/records.ts'
import { SCHEMA, SCHEMA_VERSION } from '../../src/metadata/schema.ts'
import { nothingTouched } from '../../src/metadata/touched.ts'
import { PartitionRecord } from '../../src/protocol/generated/records/metadata/03-partition.ts'
import { View } from '../../src/view/view.ts'
import { creatable, create, node } from './node.ts'

const TOPIC = 'hB4XnchJTXyPLDp10o1OQg'

t.test('every leader epoch rises with a start, after a stop and after a kill', async t => {
  const dir = t.testdir()
  const first = node(dir)
  await create(first.controller, [creatable('orders', { numPartitions: 2 })])
  first.stop()
  const epochs = (controller: ReturnType<typeof node>['controller']) =>
    controller.cache.topics
      .get('orders')!
      .partitions.map(({ leader, leaderEpoch, partitionEpoch, isr, elr }) => [
        leader,
        leaderEpoch,
        partitionEpoch,
        isr,
        elr,
      ])
  const second = node(dir)
  // As on Apache Kafka: one for the resignation, one for the election.
  t.same(epochs(second.controller), Array(2).fill([1, 2, 2, [1], []]))
  second.kill()
  const third = node(dir)
  t.same(epochs(third.controller), Array(2).fill([1, 3, 3, [1], []]))
  third.stop()
})

t.test('after a clean stop nobody leads, and the node is fenced, in sync with nothing, eligible for all', async t => {
  const dir = t.testdir()
  const first = node(dir)
  await create(first.controller, [creatable('orders')])
  first.stop()
  const view = View.open({ file: path.join(dir, 'metadata.db'), schema: SCHEMA, version: SCHEMA_VERSION })
  t.match(view.sql('SELECT * FROM partition').all(), [
    { leader: -1, leader_epoch: 1, isr: '[]', elr: '[1]', last_known_elr: '[1]' },
  ])
  t.match(view.sql('SELECT * FROM broker').all(), [{ fenced: 1, in_controlled_shutdown: 1 }])
  view.close()
})

/** What a change makes of a partition. */
function changed(
  before: Partial<Parameters<typeof PartitionRecord.write>[1]>,
  change: (view: View) => MetadataRecord[],
) {
  const view = View.open({ file: path.join(t.testdir(), 'm.db'), schema: SCHEMA, version: SCHEMA_VERSION })
  const partition = {
    partitionId: 0,
    topicId: TOPIC,
    replicas: [1],
    isr: [1],
    leader: 1,
    leaderEpoch: 5,
    partitionEpoch: 7,
  }
  const fill = { removingReplicas: [], addingReplicas: [], directories: [] }
  const apply = (each: MetadataRecord) => {
    const { apiKey, value } = decodeRecord(encodeRecord(each))
    appliers[apiKey]!(view, value, nothingTouched())
  }
  apply(record(PartitionRecord, { ...partition, ...fill, ...before }))
  const records = change(view)
  for (const each of records) apply(each)
  const row = view.sql<Record<string, unknown>>('SELECT * FROM partition').get()!
  view.close()
  return [records.length, row.leader, row.leader_epoch, row.isr, row.elr, row.last_known_elr]
}

t.test('elections: what a node has a copy of and may lead', async t => {
  const elect = (view: View) => elections(view, 1, [])
  const cases: [string, Parameters<typeof changed>[0], unknown[]][] = [
    ['killed while it led', {}, [1, 1, 6, '[1]', '[]', '[]']],
    ['nobody leads, in sync', { leader: -1 }, [1, 1, 6, '[1]', '[]', '[]']],
    ['eligible', { leader: -1, isr: [], eligibleLeaderReplicas: [1], lastKnownElr: [1] }, [1, 1, 6, '[1]', '[]', '[]']],
    ['the last that led', { leader: -1, isr: [], lastKnownElr: [1] }, [1, 1, 6, '[1]', '[]', '[]']],
    ['another leads', { leader: 2, replicas: [1, 2], isr: [2, 1] }, [0, 2, 5, '[2,1]', '[]', '[]']],
    ['behind', { leader: -1, replicas: [1, 2], isr: [2] }, [0, -1, 5, '[2]', '[]', '[]']],
    ['no copy', { leader: -1, replicas: [11, 2], isr: [11] }, [0, -1, 5, '[11]', '[]', '[]']],
    ['one of several', { leader: -1, replicas: [2, 1], isr: [1, 2] }, [1, 1, 6, '[1,2]', '[]', '[]']],
  ]
  for (const [name, before, after] of cases) t.same(changed(before, elect), after, name)
})

t.test('resignations: what a node leads; without KIP-966 it stays in sync', async t => {
  t.same(
    changed({}, view => resignations(view, 1, true)),
    [1, -1, 6, '[]', '[1]', '[1]'],
  )
  t.same(
    changed({}, view => resignations(view, 1, false)),
    [1, -1, 6, '[1]', '[]', '[]'],
  )
  t.same(
    changed({ leader: -1 }, view => resignations(view, 1, true)),
    [0, -1, 5, '[1]', '[]', '[]'],
  )
  t.same(
    changed({ leader: 2, replicas: [1, 2] }, view => resignations(view, 1, true)),
    [0, 2, 5, '[1]', '[]', '[]'],
  )
})
