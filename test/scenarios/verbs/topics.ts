/** Topics and their records, as a client without a group sees them. */
import { batches } from '../../../src/protocol/batch.ts'
import { readControlRecord } from '../../../src/protocol/control.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { Produce } from '../../../src/protocol/generated/apis/00-produce.ts'
import { Fetch } from '../../../src/protocol/generated/apis/01-fetch.ts'
import { CreateTopics } from '../../../src/protocol/generated/apis/19-create-topics.ts'
import { DeleteTopics } from '../../../src/protocol/generated/apis/20-delete-topics.ts'
import { OffsetForLeaderEpoch } from '../../../src/protocol/generated/apis/23-offset-for-leader-epoch.ts'
import { decodeRecords, encodeBatch } from '../../../src/protocol/record.ts'
import { answered, CLIENT } from '../say.ts'
import type { Verbs } from './index.ts'

/** An aborted transaction as Fetch tells of it: skip this producer's batches from there to its abort marker. */
interface Aborted {
  producerId: number
  firstOffset: number
}

export const topics: Verbs = {
  /** `topic create name=orders partitions=2 [retention.ms=...]` */
  'topic create': async (args, world) => {
    const configs = Object.entries(args.settings()).map(([name, value]) => ({ name, value }))
    const topic = { name: args.text('name'), numPartitions: args.number('partitions', 1) }
    const connection = await world.connection(CLIENT)
    const { topics } = await connection.send(CreateTopics, 7, {
      topics: [{ ...topic, replicationFactor: 1, assignments: [], configs }],
    })
    const error = errorName(topics[0]!.errorCode)
    return error === 'NONE' ? undefined : error
  },
  'topic delete': async (args, world) => {
    const connection = await world.connection(CLIENT)
    const { responses } = await connection.send(DeleteTopics, 5, { topicNames: [args.text('name')], timeoutMs: 5000 })
    const error = errorName(responses[0]!.errorCode)
    return error === 'NONE' ? undefined : error
  },
  /** `produce topic=orders partition=0 values=a,b` */
  produce: (args, world) => {
    const [name, index] = [args.text('topic'), args.number('partition', 0)]
    const timestamp = world.clock.now()
    const records = encodeBatch({
      records: args.list('values').map(value => ({ timestamp, value: Buffer.from(value) })),
    })
    return answered(async () => {
      const connection = await world.connection(CLIENT)
      const { responses } = await connection.send(Produce, 12, {
        acks: -1,
        timeoutMs: 5000,
        topicData: [{ name, partitionData: [{ index, records }] }],
      })
      const { errorCode, baseOffset } = responses[0]!.partitionResponses[0]!
      return errorCode === 0 ? `${name}-${index} from ${baseOffset}` : errorName(errorCode)
    })
  },
  /** `epoch ends topic=orders partition=0 epochs=0,2`: where the leaders of those epochs stopped */
  'epoch ends': async (args, world) => {
    const [topic, partition] = [args.text('topic'), args.number('partition', 0)]
    const connection = await world.connection(CLIENT)
    const lines: string[] = []
    for (const leaderEpoch of args.list('epochs').map(Number)) {
      const { topics } = await connection.send(OffsetForLeaderEpoch, 4, {
        replicaId: -1,
        topics: [{ topic, partitions: [{ partition, currentLeaderEpoch: -1, leaderEpoch }] }],
      })
      const answer = topics[0]!.partitions[0]!
      lines.push(`epoch ${leaderEpoch}: ${answer.leaderEpoch} ends at ${answer.endOffset}`)
    }
    return lines
  },
  /** `fetch topic=orders partition=0 [from=0] [epoch=3] [isolation=read_committed]`: what a consumer would hand out */
  fetch: (args, world) => {
    const [topic, partition] = [args.text('topic'), args.number('partition', 0)]
    const isolationLevel = args.text('isolation', 'read_uncommitted') === 'read_committed' ? 1 : 0
    const fetchOffset = args.number('from', 0)
    const currentLeaderEpoch = args.number('epoch', -1)
    return answered(async () => {
      const connection = await world.connection(CLIENT)
      const { responses } = await connection.send(Fetch, 12, {
        maxWaitMs: 0,
        minBytes: 1,
        maxBytes: 1e6,
        isolationLevel,
        topics: [{ topic, partitions: [{ partition, currentLeaderEpoch, fetchOffset, partitionMaxBytes: 1e6 }] }],
        forgottenTopicsData: [],
      })
      const answer = responses[0]!.partitions[0]!
      if (answer.errorCode !== 0) return errorName(answer.errorCode)
      return [
        ...handedOut(answer.records, answer.abortedTransactions ?? []),
        `high watermark ${answer.highWatermark}, last stable offset ${answer.lastStableOffset}`,
      ]
    })
  },
}

/** Offsets and values, without control records and without aborted ones, as every client leaves them out. */
export function handedOut(records: Buffer | null, aborted: readonly Aborted[]): string[] {
  const lines: string[] = []
  const skipping = new Set<number>()
  const waiting = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset)
  for (const { start, header } of batches(records ?? Buffer.alloc(0), 'skip')) {
    while (waiting[0] && waiting[0].firstOffset <= header.baseOffset) skipping.add(waiting.shift()!.producerId)
    const decoded = decodeRecords(records!, start)
    if (header.isControl) {
      if (readControlRecord(decoded[0]!)?.type === 'ABORT') skipping.delete(header.producerId)
    } else if (!(header.isTransactional && skipping.has(header.producerId)))
      lines.push(...decoded.map(({ offset, value }) => `${offset} ${value}`))
  }
  return lines
}
