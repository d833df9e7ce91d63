import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { silentLogger } from '../../src/lib/logger.ts'
import { seededRandom } from '../../src/lib/random.ts'
import type { LogConfig } from '../../src/log/config.ts'
import { Handles } from '../../src/log/handles.ts'
import { PartitionLog } from '../../src/log/partition-log.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { defaults, NOW } from './config.ts'

/** How long each segment was written to, by its records, one each 10 ms. */
function ages(more: Partial<LogConfig>): number[] {
  const files = new ForgetfulDisk()
  const log = PartitionLog.open({
    dir: '/orders-0',
    topic: 'orders',
    partition: 0,
    topicId: 'AQIDBAUGBwgJCgsMDQ4PEA',
    config: () => ({ ...defaults, 'segment.ms': 1000, ...more }),
    files,
    handles: new Handles(files),
    clock: new VirtualClock(NOW),
    random: seededRandom(1),
    logger: silentLogger,
    recoveryPoint: 0,
    logStartOffset: 0,
    cleanShutdown: true,
  })
  for (let i = 0; i < 1000; i++) {
    const records = [{ timestamp: NOW + i * 10, value: Buffer.from('x') }]
    log.append(encodeBatch({ records }), { leaderEpoch: 0, origin: 'client' })
    log.write()
  }
  return log.segments.slice(0, -1).map(({ baseOffset }, i) => (log.segments[i + 1]!.baseOffset - baseOffset) * 10)
}

t.test('segment.ms closes a segment; segment.jitter.ms takes up to so much off it, another time for each', async t => {
  t.same([...new Set(ages({}))], [1010])
  const drawn = ages({ 'segment.jitter.ms': 500 })
  t.ok(Math.min(...drawn) > 500 && Math.max(...drawn) <= 1010, drawn.join(', '))
  t.ok(new Set(drawn).size > 5, drawn.join(', '))
  t.ok(ages({ 'segment.jitter.ms': Number.MAX_SAFE_INTEGER }).length > 9, 'more than segment.ms is all of it')
})
