import t from 'tap'
import { ClassicGroup, type ClassicMember, NO_ASSIGNMENT, sameProtocols } from '../../../src/group/classic/group.ts'

const member = (memberId: string, protocols: string, more: Partial<ClassicMember> = {}): ClassicMember => ({
  memberId,
  instanceId: null,
  clientId: 'client',
  clientHost: '/127.0.0.1',
  rebalanceTimeoutMs: 1000,
  sessionTimeoutMs: 1000,
  protocols: protocols.split(',').map(name => ({ name, metadata: Buffer.from(`${memberId} ${name}`) })),
  assignment: NO_ASSIGNMENT,
  isNew: false,
  awaitingJoin: undefined,
  awaitingSync: undefined,
  ...more,
})

function group(...members: ClassicMember[]) {
  const made = new ClassicGroup('g', 0)
  for (const each of members) made.add(each, 'consumer')
  made.state = members.length > 0 ? 'Stable' : 'Empty'
  return made
}

t.test(
  'the protocol of a generation: most votes among those that all speak, the earliest vote breaks a tie',
  async t => {
    for (const [members, winner] of [
      [['range'], 'range'],
      [['range,sticky', 'sticky,range', 'sticky,range'], 'sticky'],
      [['range,sticky', 'sticky,range'], 'range'],
      [['mine,sticky', 'range,sticky', 'range,sticky'], 'sticky'],
      [['a,b,c', 'c,b,a', 'b,a,c'], 'a'],
    ] as const)
      t.equal(
        group(...members.map((protocols, i) => member(`m${i}`, protocols))).selectProtocol(),
        winner,
        `${members}`,
      )
  },
)

t.test(
  'who may come in: a type and a protocol that all speak; into an empty group anything that is something',
  async t => {
    const full = group(member('a', 'range,sticky'), member('b', 'sticky'))
    const asks = (type: string, ...names: string[]) =>
      [type, names.map(name => ({ name, metadata: Buffer.alloc(0) }))] as const
    t.ok(full.supports(...asks('consumer', 'mine', 'sticky')))
    t.notOk(full.supports(...asks('consumer', 'range')))
    t.notOk(full.supports(...asks('connect', 'sticky')))
    t.notOk(full.supports(...asks('consumer')))
    t.ok(group().supports(...asks('connect', 'default')))
    t.notOk(group().supports(...asks('', 'default')))
    t.notOk(group().supports(...asks('consumer')))
  },
)

t.test('the oldest member leads, and when it goes the next oldest', async t => {
  const three = group(member('a', 'range'), member('b', 'range'), member('c', 'range'))
  t.equal(three.leaderId, 'a')
  three.remove('b')
  three.remove('a')
  t.equal(three.leaderId, 'c')
  three.remove('c')
  t.equal(three.leaderId, null)
})

t.test('a leader that does not come back loses its place to one that does', async t => {
  const answer = () => {}
  const three = group(member('a', 'range'), member('b', 'range', { awaitingJoin: answer }), member('c', 'range'))
  t.ok(three.electJoinedLeader())
  t.equal(three.leaderId, 'b')
  t.notOk(group(member('a', 'range')).electJoinedLeader(), 'nobody has joined')
})

t.test('a member that says who it is: by its id, and by its name when it has one', async t => {
  const two = group(member('a', 'range'), member('b', 'range', { instanceId: 'i' }))
  t.equal(two.demand('b', 'i').memberId, 'b')
  t.equal(two.demand('b', null).memberId, 'b', 'it need not give it')
  t.throws(() => two.demand('x', null), { name: 'UNKNOWN_MEMBER_ID' })
  t.throws(() => two.demand('a', 'i'), { name: 'FENCED_INSTANCE_ID' })
  t.throws(() => two.demand('b', 'j'), { name: 'UNKNOWN_MEMBER_ID' })
})

t.test('the next process of a static member takes its place, and what the old one waits for is fenced', async t => {
  const heard: number[] = []
  const awaitingSync = ({ errorCode = 0 }) => void heard.push(errorCode)
  const one = group(member('a', 'range', { instanceId: 'i', awaitingSync }))
  one.replaceStatic('i', 'b')
  t.same([...one.members.keys()], ['b'])
  t.equal(one.leaderId, 'b')
  t.equal(one.staticMemberId('i'), 'b')
  t.same(heard, [82])
})

t.test('a state is entered only from where it may be', async t => {
  const one = group(member('a', 'range'))
  t.throws(() => one.transition('Empty', 1), /cannot go from Stable to Empty/)
  one.transition('PreparingRebalance', 1)
  one.nextGeneration(2)
  t.match(one, { state: 'CompletingRebalance', generationId: 1, protocolName: 'range', stateTimestampMs: 2 })
  one.transition('Stable', 3)
  t.equal(one.previousState, 'CompletingRebalance')
})

t.test('the last member goes: the next generation is an empty one, without a protocol', async t => {
  const one = group(member('a', 'range'))
  one.transition('PreparingRebalance', 1)
  one.remove('a')
  one.nextGeneration(2)
  t.match(one, { state: 'Empty', generationId: 1, protocolName: null })
})

t.test('nothing new is the same protocols, in the same order, with the same bytes', async t => {
  const of = (...texts: string[]) => texts.map(text => ({ name: text[0]!, metadata: Buffer.from(text) }))
  t.ok(sameProtocols(of('a1', 'b1'), of('a1', 'b1')))
  t.notOk(sameProtocols(of('a1', 'b1'), of('b1', 'a1')))
  t.notOk(sameProtocols(of('a1'), of('a2')))
  t.notOk(sameProtocols(of('a1'), of('a1', 'b1')))
})
