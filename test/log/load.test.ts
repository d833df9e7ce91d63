/** Opening a log: where it starts, when two places that say so do not agree. */
import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { Handles } from '../../src/log/handles.ts'
import { PartitionLog } from '../../src/log/partition-log.ts'
import { LEADER_EPOCHS } from '../../src/log/paths.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { defaults, NOW } from './config.ts'

function opened(files: ForgetfulDisk, { cleanShutdown = true, logStartOffset = 0 } = {}) {
  const said: string[] = []
  const log = PartitionLog.open({
    dir: '/orders-0',
    topic: 'orders',
    partition: 0,
    topicId: 'AQIDBAUGBwgJCgsMDQ4PEA',
    config: () => ({ ...defaults, 'cleanup.policy': ['compact'] }),
    files,
    handles: new Handles(files),
    clock: new VirtualClock(NOW),
    logger: createLogger({ write: line => said.push(line), level: 'warn' }),
    recoveryPoint: 0,
    logStartOffset,
    cleanShutdown,
  })
  return { log, said }
}

/** Batches of one record at `offsets`, as compaction leaves them. */
function logOf(offsets: readonly number[]): { disk: ForgetfulDisk; log: PartitionLog } {
  const disk = new ForgetfulDisk()
  const { log } = opened(disk)
  for (const offset of offsets) {
    if (offset > log.endOffset) log.skipTo(offset)
    const records = [{ timestamp: NOW, key: Buffer.from('k'), value: Buffer.from('v') }]
    log.append(encodeBatch({ records }), { leaderEpoch: 3, origin: 'coordinator' })
    log.write()
  }
  return { disk, log }
}

t.test('epochs made again behind what was compacted away move no start, and nobody is warned of it', async t => {
  const { disk } = logOf([9, 12])
  disk.remove(`/orders-0/${LEADER_EPOCHS}`)
  opened(disk, { cleanShutdown: false })
  for (const cleanShutdown of [false, true]) {
    const { log, said } = opened(disk, { cleanShutdown })
    t.same([log.logStartOffset, log.endOffset, log.epochs], [0, 13, [{ epoch: 3, startOffset: 9 }]])
    t.same(
      said.filter(line => line.includes('starts at')),
      [],
    )
  }
})

t.test('a start that records lie before is not taken from the epochs without a word', async t => {
  const { disk, log: before } = logOf([0, 1, 2])
  before.close()
  disk.writeAll(`/orders-0/${LEADER_EPOCHS}`, '0\n1\n3 2\n')
  const { log, said } = opened(disk)
  t.equal(log.logStartOffset, 0)
  t.match(said.join(''), /starts at offset 0 by the checkpoint, and at 2 by its leader epochs: 0 is taken/)
})
