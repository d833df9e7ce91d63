import t from 'tap'
import {
  type FetchContext,
  type FetchOutcome,
  type FetchPartition,
  type FetchSessionRequest,
  FetchSessions,
} from '../../src/broker/fetch-sessions.ts'
import { VirtualClock } from '../../src/lib/clock.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { MINUTES } from '../../src/lib/units.ts'
import { ZERO_UUID } from '../../src/lib/uuid.ts'

const ID = 'bbbbbbbbbbbbbbbbbbbbbb'
const partition = (index: number, fetchOffset = 0, topic: string | undefined = 'orders'): FetchPartition => ({
  topic,
  topicId: ZERO_UUID,
  partition: index,
  fetchOffset,
  maxBytes: 1000,
  currentLeaderEpoch: -1,
  lastFetchedEpoch: -1,
})
const outcome = (request: FetchPartition, news: Partial<FetchOutcome> = {}): FetchOutcome => ({
  request,
  errorCode: 0,
  highWatermark: 10,
  logStartOffset: 0,
  size: 0,
  diverging: false,
  ...news,
})
const request = (o: Partial<FetchSessionRequest>): FetchSessionRequest => ({
  version: 12,
  sessionId: 0,
  sessionEpoch: 0,
  partitions: [],
  forgotten: [],
  ...o,
})
const start = (slots = 10) => {
  const clock = new VirtualClock()
  const sessions = new FetchSessions({ clock, random: seededRandom(1), slots })
  return { clock, sessions, open: (o: Partial<FetchSessionRequest>) => sessions.open(request(o), () => undefined) }
}
const indexes = (context: FetchContext) => Array.from(context.partitions(), each => each.partition)
const told = (context: FetchContext, news: Record<number, Partial<FetchOutcome>> = {}) =>
  context
    .finish(Array.from(context.partitions(), each => outcome(each, news[each.partition])))
    .outcomes.map(({ request }) => request.partition)

t.test('a session remembers what is read: later requests and answers hold only what changed', async t => {
  const { open } = start()
  const first = open({ partitions: [partition(0), partition(1), partition(2)] })
  const { sessionId, outcomes } = first.finish(Array.from(first.partitions(), each => outcome(each)))
  t.ok(sessionId > 0)
  t.equal(outcomes.length, 3, 'the first answer tells all')

  t.same(told(open({ sessionId, sessionEpoch: 1 })), [], 'nothing is new')
  const second = open({ sessionId, sessionEpoch: 2, partitions: [partition(1, 7)] })
  t.same(Array.from(second.partitions(), each => [each.partition, each.fetchOffset]).sort(), [
    [0, 0],
    [1, 7],
    [2, 0],
  ])
  t.same(told(second, { 0: { highWatermark: 11 }, 2: { logStartOffset: 3 } }), [0, 2], 'offsets that moved are news')
  t.same(told(open({ sessionId, sessionEpoch: 3 }), { 0: { highWatermark: 11 }, 2: { logStartOffset: 3 } }), [], 'once')

  const forgotten = [{ topic: 'orders', topicId: ZERO_UUID, partition: 0 }]
  t.same(indexes(open({ sessionId, sessionEpoch: 4, forgotten, partitions: [partition(9)] })), [1, 2, 9])
})

t.test('data is always told, and its partition goes to the end of the order', async t => {
  const { open } = start()
  const { sessionId } = open({ partitions: [0, 1, 2].map(i => partition(i)) }).finish(
    [0, 1, 2].map(i => outcome(partition(i))),
  )
  t.same(told(open({ sessionId, sessionEpoch: 1 }), { 0: { size: 100 } }), [0])
  t.same(indexes(open({ sessionId, sessionEpoch: 2 })), [1, 2, 0])
})

t.test('an error is told each time, and the partition again when the error is gone', async t => {
  const { open } = start()
  const { sessionId } = open({ partitions: [partition(0)] }).finish([outcome(partition(0))])
  t.same(told(open({ sessionId, sessionEpoch: 1 }), { 0: { errorCode: 6 } }), [0])
  t.same(told(open({ sessionId, sessionEpoch: 2 }), { 0: { errorCode: 6 } }), [0])
  t.same(told(open({ sessionId, sessionEpoch: 3 })), [0])
  t.same(told(open({ sessionId, sessionEpoch: 4 })), [])
})

t.test('a wrong session, a wrong epoch, and a change between names and ids are refused', async t => {
  const { open } = start()
  const { sessionId } = open({ partitions: [partition(0)] }).finish([outcome(partition(0))])
  t.equal(open({ sessionId: sessionId + 1, sessionEpoch: 1 }).error, 'FETCH_SESSION_ID_NOT_FOUND')
  t.equal(open({ sessionId, sessionEpoch: 2 }).error, 'INVALID_FETCH_SESSION_EPOCH')
  t.equal(open({ sessionId, sessionEpoch: 1, version: 13 }).error, 'FETCH_SESSION_TOPIC_ID_ERROR')
  t.equal(open({ sessionId, sessionEpoch: 1 }).error, undefined, 'a refused request did not move the epoch')
  t.same(open({ sessionId: 5, sessionEpoch: 3 }).finish([]), {
    error: 'FETCH_SESSION_ID_NOT_FOUND',
    sessionId: 0,
    outcomes: [],
  })
})

t.test('the same request sent twice: the one that waited longer is refused', async t => {
  const { open } = start()
  const { sessionId } = open({ partitions: [partition(0)] }).finish([outcome(partition(0))])
  const waiting = open({ sessionId, sessionEpoch: 1 })
  open({ sessionId, sessionEpoch: 2 })
  t.equal(waiting.finish([]).error, 'INVALID_FETCH_SESSION_EPOCH')
})

t.test('epoch -1 closes the session and opens none; epoch 0 with an id replaces it', async t => {
  const { open, sessions } = start()
  const one = open({ partitions: [partition(0)] }).finish([outcome(partition(0))])
  t.equal(sessions.size, 1)
  const closing = open({ sessionId: one.sessionId, sessionEpoch: -1, partitions: [partition(0)] })
  t.equal(closing.finish([outcome(partition(0))]).sessionId, 0)
  t.equal(sessions.size, 0)
  const two = open({ partitions: [partition(0)] }).finish([outcome(partition(0))])
  const three = open({ sessionId: two.sessionId, partitions: [partition(0)] }).finish([outcome(partition(0))])
  t.not(three.sessionId, two.sessionId)
  t.equal(sessions.size, 1)
})

t.test('a session from which everything was taken is closed', async t => {
  const { open, sessions } = start()
  const { sessionId } = open({ partitions: [partition(0)] }).finish([outcome(partition(0))])
  const forgotten = [{ topic: 'orders', topicId: ZERO_UUID, partition: 0 }]
  t.equal(open({ sessionId, sessionEpoch: 1, forgotten }).finish([]).sessionId, 0)
  t.equal(sessions.size, 0)
  t.equal(sessions.partitionCount, 0)
})

t.test('the cache is bounded: stale sessions go first, then smaller ones that had their time', async t => {
  const { open, sessions, clock } = start(2)
  const create = (count: number) => {
    const partitions = Array.from({ length: count }, (_, i) => partition(i))
    return open({ partitions }).finish(partitions.map(each => outcome(each))).sessionId
  }
  const small = create(1)
  const large = create(5)
  t.equal(create(9), 0, 'both are young: there is no session, and the client asks in full each time')
  clock.advance(3 * MINUTES)
  t.equal(open({ sessionId: large, sessionEpoch: 1 }).error, undefined, 'in use')
  t.equal(open({ sessionId: small, sessionEpoch: 1 }).error, undefined, 'in use')
  const third = create(1)
  t.ok(third > 0, 'takes the place of one as small that had its time')
  t.equal(open({ sessionId: small, sessionEpoch: 2 }).error, 'FETCH_SESSION_ID_NOT_FOUND')
  t.equal(open({ sessionId: large, sessionEpoch: 2 }).error, undefined)
  clock.advance(3 * MINUTES)
  t.ok(create(1) > 0, 'a stale one goes whatever its size')
  t.equal(sessions.size, 2)
  t.ok(sessions.partitionCount <= 6)
})

t.test('a topic that was unknown gets its name when it is there', async t => {
  const { sessions } = start()
  const unknown = { ...partition(0, 0, undefined), topic: undefined, topicId: ID }
  const first = sessions.open(request({ version: 13, partitions: [unknown] }), () => undefined)
  const { sessionId } = first.finish([outcome(unknown, { errorCode: 100 })])
  const second = sessions.open(request({ version: 13, sessionId, sessionEpoch: 1 }), id =>
    id === ID ? 'orders' : undefined,
  )
  t.same(
    Array.from(second.partitions(), each => each.topic),
    ['orders'],
  )
})

t.test('epochs go round without touching 0', async t => {
  const { sessions, open } = start()
  const { sessionId } = open({ partitions: [partition(0)] }).finish([outcome(partition(0))])
  t.equal(sessions.size, 1)
  for (let epoch = 1; epoch < 1000; epoch++) t.equal(open({ sessionId, sessionEpoch: epoch }).error, undefined)
})
