import t from 'tap'
import { deleteOldSegments } from '../../src/broker/retention.ts'
import { batchOf, produceTo, startWithTopic } from './start.ts'

/** Ten segments of one record each, a second apart, the last one active. */
async function tenSegments(t: Parameters<typeof startWithTopic>[0], configs: Record<string, string>) {
  const started = await startWithTopic(t, { configs: { 'segment.bytes': '1048576', ...configs } })
  const { log } = started.broker.partitions.leader('orders', 0)
  for (let i = 0; i < 10; i++) {
    await produceTo(started.connection, 'orders', 0, batchOf([`value ${i}`], {}, 1000 * (i + 1)))
    if (i < 9) log.roll()
  }
  return { ...started, log }
}

t.test('a segment goes when its newest record is too old, the active one too', async t => {
  const { log } = await tenSegments(t, { 'retention.ms': '5000' })
  t.equal(deleteOldSegments(log, 9500), 4)
  t.equal(log.logStartOffset, 4)
  t.equal(deleteOldSegments(log, 1_000_000), 6)
  t.equal(log.logStartOffset, 10)
  t.equal(log.endOffset, 10)
})

t.test('the oldest go until what is left is as large as retention.bytes says', async t => {
  const { log } = await tenSegments(t, { 'retention.bytes': '0', 'retention.ms': '-1' })
  const size = log.segments[0]!.size
  t.equal(deleteOldSegments(log, 0), 9)
  t.equal(log.size, size)
})

t.test('a compacted topic keeps all of its segments', async t => {
  const { log } = await tenSegments(t, { 'retention.ms': '1' })
  Object.defineProperty(log, 'config', { value: { ...log.config, 'cleanup.policy': ['compact'] } })
  t.equal(deleteOldSegments(log, 1_000_000), 0)
})

t.test('what has no timestamps is as old as its file', async t => {
  const { log } = await tenSegments(t, { 'retention.ms': '5000', 'message.timestamp.type': 'CreateTime' })
  const now = Date.now()
  for (const segment of log.segments.slice(0, -1)) {
    segment.setModified(now - 6000)
    // As one of magic 0 has it, and one that compaction has emptied.
    Object.defineProperty(segment, 'largestTimestamp', { value: { timestamp: -1, offset: segment.baseOffset } })
  }
  log.segments[3]!.setModified(now - 4000)
  t.equal(deleteOldSegments(log, now), 3)
})
