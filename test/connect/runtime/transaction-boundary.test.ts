/** When transactions end. */
import t from 'tap'
import { connectorBoundary, intervalBoundary, pollBoundary } from '../../../src/connect/runtime/transaction-boundary.ts'
import { systemClock } from '../../../src/lib/clock.ts'

const record = (value: string) => ({ topic: 't', sourcePartition: {}, sourceOffset: {}, value })

t.test('after each poll, and when the task stops or pauses', async t => {
  const boundary = pollBoundary()
  t.equal(boundary.afterRecord(record('a')), undefined)
  t.equal(boundary.afterBatch(), 'commit')
  t.equal(boundary.atEnd(), 'commit')
  t.equal(boundary.context, undefined, 'the connector has no say')
})

t.test('after an interval, which begins anew when the task goes on after a pause', async t => {
  let now = 1000
  const boundary = intervalBoundary(100, { ...systemClock, monotonic: () => now })
  boundary.start()
  const at = (ms: number) => {
    now = ms
    return boundary.afterBatch()
  }
  t.strictSame([1099, 1100, 1150, 1199, 1200].map(at), [undefined, 'commit', undefined, undefined, 'commit'])
  now = 5000
  boundary.start()
  t.strictSame([5001, 5099, 5100].map(at), [undefined, undefined, 'commit'])
  t.equal(boundary.atEnd(), 'commit')
})

t.test('where the connector says: each request counts once, for its record or for its batch', async t => {
  const boundary = connectorBoundary()
  const [a, b, same] = [record('a'), record('b'), record('a')]
  boundary.context!.commitTransaction(a)
  boundary.context!.abortTransaction(b)
  t.strictSame(
    [b, same, a, a, b].map(each => boundary.afterRecord(each)),
    ['abort', undefined, 'commit', undefined, undefined],
  )
  boundary.context!.commitTransaction()
  t.strictSame([boundary.afterBatch(), boundary.afterBatch()], ['commit', undefined])
  boundary.context!.abortTransaction()
  t.strictSame(
    [boundary.atEnd(), boundary.atEnd()],
    ['abort', undefined],
    'nothing is committed that was not asked for',
  )
  boundary.context!.commitTransaction(a)
  boundary.context!.abortTransaction(a)
  t.throws(() => boundary.afterRecord(a), /both commit and abort of same record against topic\/partition t\/null/)
  boundary.context!.commitTransaction()
  boundary.context!.abortTransaction()
  t.throws(() => boundary.afterBatch(), /both commit and abort of same transaction/)
})
