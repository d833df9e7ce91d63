import t from 'tap'
import { ConsumerGroup, type ConsumerMember, MemberState } from '../../../src/group/consumer/group.ts'
import { newcomer } from '../../../src/group/consumer/seat.ts'
import { Sessions } from '../../../src/group/consumer/sessions.ts'
import { Timers } from '../../../src/group/timers.ts'
import { VirtualClock } from '../../../src/lib/clock.ts'
import { silentLogger } from '../../../src/lib/logger.ts'

function start() {
  const clock = new VirtualClock()
  const members = new Map<string, ConsumerMember>()
  const expelled: string[] = []
  const sessions = new Sessions({
    timers: new Timers(clock, silentLogger),
    sessionTimeoutMs: () => 100,
    find: (_group, memberId) => members.get(memberId),
    expel: (_group, { memberId }, why) => void expelled.push(`${memberId} ${why}`),
  })
  const member = (memberId: string, more: Partial<ConsumerMember> = {}) => {
    const made = { ...newcomer(memberId), rebalanceTimeoutMs: 30, ...more }
    members.set(memberId, made)
    return made
  }
  const classic = (memberId: string) =>
    member(memberId, { classic: { sessionTimeoutMs: 50, supportedProtocols: [] } }) as ConsumerMember & {
      classic: NonNullable<ConsumerMember['classic']>
    }
  return { clock, members, expelled, sessions, member, classic }
}

t.test('each member has a session: the group’s, or the one that a classic member asked for', async t => {
  const { clock, expelled, sessions, member, classic } = start()
  sessions.touch('g', member('a'))
  sessions.touch('g', classic('b'))
  clock.advance(49)
  sessions.touch('g', member('a'))
  clock.advance(1)
  t.same(expelled, ['b was silent for 50 ms'])
  clock.advance(99)
  t.same(expelled.slice(1), ['a was silent for 100 ms'], '100 ms after its last sign')
})

t.test('what is to be given up has its time from when it was told, whatever else the member says', async t => {
  const { clock, expelled, sessions, member } = start()
  const before = member('a', { state: MemberState.unrevoked, epoch: 3 })
  sessions.expectRevocation('g', before, undefined)
  clock.advance(20)
  sessions.expectRevocation('g', member('a', { state: MemberState.unrevoked, epoch: 3 }), before)
  clock.advance(10)
  t.same(expelled, ['a did not give up its partitions within 30 ms'])
})

t.test('one that has given up in time is left alone; so is one that is at another epoch by then', async t => {
  const { clock, expelled, sessions, member } = start()
  sessions.expectRevocation('g', member('a', { state: MemberState.unrevoked, epoch: 3 }), undefined)
  sessions.expectRevocation('g', member('b', { state: MemberState.unrevoked, epoch: 3 }), undefined)
  sessions.expectRevocation('g', member('a', { state: MemberState.stable, epoch: 4 }), undefined)
  member('b', { state: MemberState.unrevoked, epoch: 5 })
  clock.advance(100)
  t.same(expelled, [])
})

t.test('a classic member rejoins in time, counted from when it was told first, and then syncs in time', async t => {
  const { clock, expelled, sessions, classic } = start()
  sessions.expectJoin('g', classic('a'))
  clock.advance(20)
  sessions.expectJoin('g', classic('a'))
  clock.advance(10)
  t.same(expelled, ['a did not rejoin within 30 ms'])
  sessions.expectJoin('g', classic('b'))
  sessions.joined('g', classic('b'))
  clock.advance(30)
  t.same(expelled.slice(1), ['b did not sync within 30 ms'])
  sessions.joined('g', classic('c'))
  sessions.synced('g', classic('c'))
  clock.advance(49)
  t.notOk(
    expelled.some(line => line.startsWith('c')),
    'it has synced',
  )
})

t.test('who is gone, or forgotten, is expelled by nobody', async t => {
  const { clock, expelled, members, sessions, member } = start()
  sessions.touch('g', member('a'))
  sessions.touch('g', member('b'))
  members.delete('a')
  sessions.forget('g', 'b')
  clock.advance(1000)
  t.same(expelled, [])
})

t.test('a coordinator that starts gives every member a whole session, and those that it knows theirs', async t => {
  const { clock, expelled, sessions, member } = start()
  const group = new ConsumerGroup('g')
  group.members.set('a', member('a'))
  sessions.watchAll(group)
  clock.advance(60)
  group.members.set('b', member('b'))
  sessions.watchAll(group)
  clock.advance(40)
  t.same(expelled, ['a was silent for 100 ms'])
  clock.advance(60)
  t.same(expelled.slice(1), ['b was silent for 100 ms'])
})
