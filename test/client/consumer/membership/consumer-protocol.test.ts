/** Bytes as Kafka's clients write them: the layouts are ConsumerProtocolSubscription v0-3 and ConsumerProtocolAssignment v0-3. */
import t from 'tap'
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from '../../../../src/client/consumer/membership/consumer-protocol.ts'

const member = { memberId: 'm', groupInstanceId: null }
const topics = '00000002' + '0001' + '61' + '0001' + '62' // a, b
const owned = '00000001' + '0001' + '61' + '00000002' + '00000000' + '00000003' // a: 0, 3

t.test('subscriptions of every version are read', async t => {
  const rest = { memberId: 'm', groupInstanceId: null, topics: ['a', 'b'] }
  const ownedPartitions = [
    { topic: 'a', partition: 0 },
    { topic: 'a', partition: 3 },
  ]
  for (const [hex, wanted] of [
    [`0000${topics}ffffffff`, { ownedPartitions: [], generationId: -1, rackId: null, userData: null }],
    [`0000${topics}000000020102`, { userData: Buffer.from([1, 2]) }],
    [`0001${topics}ffffffff${owned}`, { ownedPartitions, generationId: -1 }],
    [`0002${topics}ffffffff${owned}00000007`, { ownedPartitions, generationId: 7, rackId: null }],
    [`0003${topics}ffffffff${owned}00000007${'0002'}7231`, { ownedPartitions, generationId: 7, rackId: 'r1' }],
    [`0009${topics}ffffffff${owned}00000007${'0002'}7231${'cafe'}`, { ownedPartitions, rackId: 'r1' }],
  ] as const)
    t.match(decodeSubscription(Buffer.from(hex, 'hex'), member), { ...rest, ...wanted }, hex.slice(0, 4))
})

t.test('subscriptions are written in the newest version', async t => {
  const subscription = {
    topics: ['a', 'b'],
    userData: null,
    ownedPartitions: [
      { topic: 'a', partition: 3 },
      { topic: 'a', partition: 0 },
    ],
    generationId: 7,
    rackId: 'r1',
  }
  t.equal(encodeSubscription(subscription).toString('hex'), `0003${topics}ffffffff${owned}0000000700027231`)
  t.equal(
    encodeSubscription({ ...subscription, rackId: '' }).toString('hex'),
    `0003${topics}ffffffff${owned}00000007ffff`,
    'no rack',
  )
})

t.test('assignments come and go', async t => {
  const partitions = [
    { topic: 'a', partition: 0 },
    { topic: 'a', partition: 3 },
  ]
  const hex = `0003${owned}ffffffff`
  t.equal(encodeAssignment(partitions).toString('hex'), hex)
  for (const version of ['0000', '0001', '0003', '0007'])
    t.same(decodeAssignment(Buffer.from(version + hex.slice(4), 'hex')), partitions)
})

t.test('nonsense is refused with what it is', async t => {
  const refused = { name: 'INCONSISTENT_GROUP_PROTOCOL' }
  for (const hex of ['', '00', 'ffff', '0000', '000000000005', `0001${topics}`])
    t.throws(() => decodeSubscription(Buffer.from(hex, 'hex'), member), refused, `"${hex}"`)
  t.throws(() => decodeAssignment(Buffer.from('00037fffffff', 'hex')), { ...refused, message: /leader/ })
})
