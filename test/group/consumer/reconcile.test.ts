/** One step of a member, as a table: what it has, what it shall have, who else has what, what it says; and where it is then. */
import t from 'tap'
import { type ConsumerMember, MemberState } from '../../../src/group/consumer/group.ts'
import { reconcile, sameOwned } from '../../../src/group/consumer/reconcile.ts'
import { newcomer } from '../../../src/group/consumer/seat.ts'
import { idOf } from '../start.ts'

const ORDERS = idOf('orders')
const owned = (epoch: number, ...partitions: number[]) =>
  partitions.length === 0
    ? new Map()
    : new Map([[ORDERS, new Map(partitions.map(partition => [partition, epoch] as const))]])

interface Case {
  why: string
  /** state, epoch, what it has, what it is to give up */
  from: [state: keyof typeof MemberState, epoch: number, assigned: number[], revoking?: number[]]
  /** epoch, and what it shall have */
  target: [epoch: number, partitions: number[]]
  /** What it says that it has; undefined: nothing about it. */
  says?: number[]
  /** What others have. */
  others?: number[]
  /** It wants nothing any more. */
  unsubscribed?: true
  changed?: true
  to: [state: keyof typeof MemberState, epoch: number, assigned: number[], revoking?: number[]]
}

const cases: Case[] = [
  { why: 'it is there', from: ['stable', 5, [0, 1]], target: [5, [0, 1]], to: ['stable', 5, [0, 1]] },
  {
    why: 'it comes, and all is free',
    from: ['stable', 0, []],
    target: [1, [0, 1]],
    says: [],
    to: ['stable', 1, [0, 1]],
  },
  {
    why: 'it comes, and something is with others',
    from: ['stable', 0, []],
    target: [2, [0, 1]],
    says: [],
    others: [1],
    to: ['unreleased', 2, [0]],
  },
  {
    why: 'it has to give something up: it stays where it is until it has',
    from: ['stable', 1, [0, 1]],
    target: [2, [0]],
    says: [0, 1],
    to: ['unrevoked', 1, [0], [1]],
  },
  {
    why: 'it says nothing of what it has: nothing counts as given up',
    from: ['stable', 1, [0, 1]],
    target: [2, [0]],
    to: ['unrevoked', 1, [0], [1]],
  },
  {
    why: 'it has given it up before it was asked, as eager members do',
    from: ['stable', 1, [0, 1]],
    target: [2, [0]],
    says: [],
    to: ['stable', 2, [0]],
  },
  {
    why: 'it still has what it is to give up',
    from: ['unrevoked', 1, [0], [1]],
    target: [2, [0]],
    says: [0, 1],
    to: ['unrevoked', 1, [0], [1]],
  },
  {
    why: 'it has given up: on to the target, and what is free there',
    from: ['unrevoked', 1, [0], [1]],
    target: [2, [0, 2]],
    says: [0],
    to: ['stable', 2, [0, 2]],
  },
  {
    why: 'the target has moved on meanwhile, and wants more of it',
    from: ['unrevoked', 1, [0, 2], [1]],
    target: [3, [0]],
    says: [0, 2],
    to: ['unrevoked', 1, [0], [2]],
  },
  {
    why: 'what it was to give up it may have after all',
    from: ['unrevoked', 1, [0], [1]],
    target: [3, [0, 1]],
    says: [0],
    others: [1],
    to: ['stable', 3, [0, 1]],
  },
  {
    why: 'it waits, and the other has not let go',
    from: ['unreleased', 2, [0]],
    target: [2, [0, 1]],
    others: [1],
    to: ['unreleased', 2, [0]],
  },
  { why: 'it waits, and it is free', from: ['unreleased', 2, [0]], target: [2, [0, 1]], to: ['stable', 2, [0, 1]] },
  {
    why: 'it wants nothing any more, and the target does not know yet',
    from: ['stable', 5, [0, 1]],
    target: [5, [0, 1]],
    says: [0, 1],
    unsubscribed: true,
    changed: true,
    to: ['unrevoked', 5, [], [0, 1]],
  },
]

t.test('a step towards the target', async t => {
  for (const { why, from, target, says, others = [], unsubscribed, changed, to } of cases) {
    const member: ConsumerMember = {
      ...newcomer('m'),
      state: MemberState[from[0]],
      epoch: from[1],
      assigned: owned(from[1], ...from[2]),
      pendingRevocation: owned(from[1], ...(from[3] ?? [])),
    }
    const after = reconcile(member, {
      targetEpoch: target[0],
      target: new Map(target[1].length > 0 ? [[ORDERS, target[1]]] : []),
      subscribed: new Set(unsubscribed ? [] : [ORDERS]),
      subscriptionChanged: changed ?? false,
      owned: says && [{ topicId: ORDERS, partitions: says }],
      isOwned: (_topic, partition) => others.includes(partition),
    })
    const partitions = (of: ConsumerMember['assigned']) => [...(of.get(ORDERS)?.keys() ?? [])].sort()
    t.same(
      [after.state, after.epoch, partitions(after.assigned), partitions(after.pendingRevocation)],
      [MemberState[to[0]], to[1], to[2], to[3] ?? []],
      why,
    )
  }
})

t.test('a partition keeps the epoch in which it was given: late commits of before count (KIP-1251)', async t => {
  const member = { ...newcomer('m'), epoch: 3, assigned: owned(3, 0) }
  const { assigned } = reconcile(member, {
    targetEpoch: 7,
    target: new Map([[ORDERS, [0, 1]]]),
    subscribed: new Set([ORDERS]),
    subscriptionChanged: false,
    owned: undefined,
    isOwned: () => false,
  })
  t.same(
    [...assigned.get(ORDERS)!],
    [
      [0, 3],
      [1, 7],
    ],
  )
})

t.test('a state that is not known starts over, once the member has nothing', async t => {
  const member = { ...newcomer('m'), state: MemberState.unknown, epoch: 3 }
  const step = {
    targetEpoch: 4,
    target: new Map([[ORDERS, [0]]]),
    subscribed: new Set([ORDERS]),
    subscriptionChanged: false,
    isOwned: () => false,
  }
  t.throws(() => reconcile(member, { ...step, owned: [{ topicId: ORDERS, partitions: [0] }] }), {
    name: 'FENCED_MEMBER_EPOCH',
  })
  t.throws(() => reconcile(member, { ...step, owned: undefined }), { name: 'FENCED_MEMBER_EPOCH' })
  t.match(reconcile(member, { ...step, owned: [] }), { state: MemberState.stable, epoch: 4 })
})

t.test('the same partitions are the same epochs, too', async t => {
  t.ok(sameOwned(owned(1, 0, 1), owned(1, 0, 1)))
  t.notOk(sameOwned(owned(1, 0, 1), owned(2, 0, 1)))
  t.notOk(sameOwned(owned(1, 0), owned(1, 0, 1)))
  t.notOk(sameOwned(owned(1, 0), new Map()))
})
