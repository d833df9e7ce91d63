import t from 'tap'
import { FetchSession, type Wanted } from '../../../src/client/consumer/fetch-session.ts'
import { ZERO_UUID } from '../../../src/protocol/types.ts'

const ID = 'AQIDBAUGBwgJCgsMDQ4PEA'
const OTHER = '_____________________w'
const want = (...specs: [partition: number, fetchOffset: number, topicId?: string][]) =>
  new Map<string, Wanted>(
    specs.map(([partition, fetchOffset, topicId = ID]) => [
      `orders-${partition}`,
      { topic: 'orders', partition, topicId, fetchOffset, leaderEpoch: 0, maxBytes: 100 },
    ]),
  )
const brief = ({ sessionId, sessionEpoch, send, forget }: ReturnType<FetchSession['next']>) =>
  `${sessionId}/${sessionEpoch} +${send.map(({ partition, fetchOffset }) => `${partition}@${fetchOffset}`)} -${forget.map(({ partition }) => partition)}`

t.test('the first request is full, those after it name what has changed', async t => {
  const session = new FetchSession()
  t.equal(brief(session.next(want([0, 10], [1, 20]))), '0/0 +0@10,1@20 -')
  session.answered(77)
  t.equal(brief(session.next(want([0, 10], [1, 25]))), '77/1 +1@25 -')
  session.answered(77)
  t.equal(brief(session.next(want([1, 25], [2, 0]))), '77/2 +2@0 -0')
  session.answered(77)
  t.equal(brief(session.next(want([1, 25], [2, 0]))), '77/3 + -')
})

t.test('a broker that grants no session is asked in full each time', async t => {
  const session = new FetchSession()
  session.next(want([0, 1]))
  session.answered(0)
  t.equal(brief(session.next(want([0, 1]))), '0/0 +0@1 -')
})

t.test('a refused session begins anew; its id goes along unless the broker has forgotten it', async t => {
  const session = new FetchSession()
  session.next(want([0, 1]))
  session.answered(77)
  session.next(want([0, 2]))
  session.refused('INVALID_FETCH_SESSION_EPOCH')
  t.equal(brief(session.next(want([0, 2]))), '77/0 +0@2 -')
  session.answered(78)
  session.refused('FETCH_SESSION_ID_NOT_FOUND')
  t.equal(brief(session.next(want([0, 2]))), '0/0 +0@2 -')
})

t.test('after a lost answer nobody knows what the broker remembers', async t => {
  const session = new FetchSession()
  session.next(want([0, 1]))
  session.answered(77)
  session.next(want([0, 2]))
  session.lost()
  t.equal(brief(session.next(want([0, 2]))), '77/0 +0@2 -')
})

t.test('a topic made anew under its name is forgotten and asked for again', async t => {
  const session = new FetchSession()
  session.next(want([0, 50]))
  session.answered(77)
  const request = session.next(want([0, 0, OTHER]))
  t.equal(brief(request), '77/1 +0@0 -0')
  t.equal(request.forget[0]!.topicId, ID)
  t.equal(request.send[0]!.topicId, OTHER)
})

t.test('a session has ids for all its topics or for none', async t => {
  const session = new FetchSession()
  t.equal(session.next(want([0, 1])).byId, true)
  session.answered(77)
  const mixed = session.next(want([0, 1], [1, 1, ZERO_UUID]))
  t.equal(mixed.byId, false)
  t.equal(brief(mixed), '77/0 +0@1,1@1 -', 'the other kind of session is another session')
})
