import t from 'tap'
import {
  byId,
  encodeAssignment,
  readAssignment,
  readSubscription,
  subscribedTopics,
} from '../../../src/group/classic/consumer-protocol.ts'
import type { ClassicGroup } from '../../../src/group/classic/group.ts'
import { assignment, idOf, subscription } from '../start.ts'

const topics = {
  byName: (name: string) => (name === 'gone' ? undefined : { id: idOf(name), name, partitionCount: 9 }),
  byId: (id: string) => (id === idOf('gone') ? undefined : { id, name: id.replace(/_+A$/, ''), partitionCount: 9 }),
  names: () => [],
  version: 0,
}

// What Apache Kafka's own consumer sent, version 3: no owned partitions, generation 1, and cooperative-sticky's user data.
const REAL = Buffer.from('AAMAAAABAAZvcmRlcnMAAAAE/////wAAAAAAAAAB//8=', 'base64')

t.test('a subscription as Java sends it', async t => {
  t.match(readSubscription(REAL), { topics: ['orders'], ownedPartitions: [], generationId: 1, rackId: null })
})

t.test('every version is read, a newer one as far as ours goes', async t => {
  for (const version of [0, 1, 2, 3]) {
    const read = readSubscription(subscription({ version, owned: { orders: [1] }, generation: 7 }))
    t.match(read, { topics: ['orders'] })
    t.equal(read!.ownedPartitions.length, version >= 1 ? 1 : 0, `owned partitions in version ${version}`)
    t.equal(read!.generationId, version >= 2 ? 7 : -1, `generation in version ${version}`)
  }
  const newer = subscription()
  newer.writeInt16BE(12, 0)
  t.match(readSubscription(newer), { topics: ['orders'] })
})

t.test('nonsense, and all that is cut short, is no subscription', async t => {
  const whole = subscription({ owned: { orders: [0, 1] } })
  for (let length = 0; length < whole.length; length++)
    t.equal(readSubscription(whole.subarray(0, length)), undefined, `${length} bytes`)
  t.equal(readSubscription(Buffer.from('ffff00000000', 'hex')), undefined, 'a negative version')
  t.equal(readAssignment(Buffer.from('00017fffffff', 'hex')), undefined, 'more than there can be')
})

t.test('an assignment is written in the version that the member speaks, without topics that are gone', async t => {
  const shares = new Map([
    [idOf('orders'), [0, 2]],
    [idOf('gone'), [1]],
  ])
  for (const version of [0, 1, 3, 9]) {
    const metadata = subscription({ version: Math.min(version, 3) })
    metadata.writeInt16BE(version, 0)
    const bytes = encodeAssignment(shares, metadata, topics)
    t.equal(bytes.readInt16BE(0), Math.min(version, 3))
    t.same(readAssignment(bytes)?.assignedPartitions, [{ topic: 'orders', partitions: [0, 2] }])
  }
})

t.test('partitions by name are those of topics that are there', async t => {
  t.same(
    byId(
      [
        { topic: 'orders', partitions: [1] },
        { topic: 'gone', partitions: [0] },
      ],
      topics,
    ),
    [{ topicId: idOf('orders'), partitions: [1] }],
  )
  t.match(readAssignment(assignment({ orders: [1] }, Buffer.from('x')))?.userData, Buffer.from('x'))
})

t.test('the topics of a group are known when all of its members can be read', async t => {
  const group = (type: string, ...metadata: Buffer[]) =>
    ({
      protocolType: type,
      members: new Map(metadata.map((bytes, i) => [`m${i}`, bytes])),
      metadataOf: (bytes: Buffer) => bytes,
    }) as unknown as ClassicGroup
  const both = group('consumer', subscription({ topics: ['a', 'b'] }), subscription({ topics: ['b', 'c'], version: 0 }))
  t.same([...subscribedTopics(both)!].sort(), ['a', 'b', 'c'])
  t.equal(subscribedTopics(group('consumer', subscription(), Buffer.from([0]))), undefined)
  t.equal(subscribedTopics(group('connect', subscription())), undefined)
})
