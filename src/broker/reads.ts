/**
 * The reading side of a fetch: what each partition has for it, within the limits of the request, and then its bytes.
 * Source: KIP-74: the first partition with records gives at least one batch, however large; after that limits hold.
 */
import type { ReadPlan } from '../log/reader.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { FetchRequest } from '../protocol/generated/apis/01-fetch.ts'
import type { Broker } from './broker.ts'
import { toldError } from './faults.ts'
import { type FetchLease, SLAB_BYTES } from './fetch-buffers.ts'
import type { FetchPartition } from './fetch-sessions.ts'
import type { Session } from './handler.ts'
import { endOfEpoch, type Partition } from './partitions.ts'

/** One partition of a fetch, looked at. */
export interface Look {
  readonly request: FetchPartition
  readonly committedOnly: boolean
  partition?: Partition
  /** Nothing at or after it may be seen. */
  upTo: number
  plan?: ReadPlan
  error?: KafkaError
  /** Where the client's log and ours part (KIP-595). */
  diverging?: { epoch: number; endOffset: number }
}

const READ_COMMITTED = 1
const NO_EPOCH = -1

/** Look at every partition; no record is read. What is wrong with one of them is in its row. */
export function lookAt(
  wanted: readonly FetchPartition[],
  request: FetchRequest,
  session: Session,
  broker: Broker,
): Look[] {
  const { quotas, config, fetchBuffers } = broker
  let room = Math.min(request.maxBytes, config['fetch.max.bytes'], fetchBuffers.room, quotas.fetchMax(session))
  let first = true
  return wanted.map(each => {
    const look: Look = { request: each, committedOnly: request.isolationLevel === READ_COMMITTED, upTo: 0 }
    try {
      open(look, session, broker)
      const { log } = look.partition!
      if (look.diverging !== undefined) return look
      // A slab is the most that one partition gives at once: a larger answer only takes another request.
      const maxBytes = Math.max(0, Math.min(each.maxBytes, room, SLAB_BYTES))
      const plan = log.read({ from: each.fetchOffset, maxBytes, upTo: look.upTo, minOneBatch: first })
      look.plan = plan
      if (plan.size > 0) first = false
      room = Math.max(0, room - plan.size)
    } catch (error) {
      look.error = toldError(error, broker.logger)
    }
    return look
  })
}

function open(look: Look, session: Session, broker: Broker): void {
  const { topic, topicId, partition, currentLeaderEpoch, lastFetchedEpoch, fetchOffset } = look.request
  if (topic === undefined) throw new KafkaError('UNKNOWN_TOPIC_ID', `No topic here has the id ${topicId}`)
  broker.acls.demand(session, 'READ', 'TOPIC', topic)
  const led = broker.partitions.leader(topic, partition, currentLeaderEpoch)
  look.partition = led
  const { log } = led
  look.upTo = look.committedOnly ? log.lastStableOffset : log.writtenOffset
  if (lastFetchedEpoch === NO_EPOCH) return
  const { epoch, endOffset } = endOfEpoch(led, lastFetchedEpoch)
  if (endOffset < 0)
    throw new KafkaError(
      'OFFSET_OUT_OF_RANGE',
      `${topic}-${partition} does not know the end of leader epoch ${lastFetchedEpoch}`,
    )
  if (epoch < lastFetchedEpoch || endOffset < fetchOffset) look.diverging = { epoch, endOffset }
}

/** Bytes that would be answered now, roughly; infinity when something else ends the wait. Asked at every write. */
export function readableBytes(looks: readonly Look[], request: FetchRequest, broker: Broker): number {
  let bytes = 0
  for (const { request: each, partition, committedOnly } of looks) {
    if (partition === undefined) continue
    const { log } = partition
    const upTo = committedOnly ? log.lastStableOffset : log.writtenOffset
    if (upTo === each.fetchOffset) continue
    if (upTo < each.fetchOffset || request.minBytes <= 1) return Number.POSITIVE_INFINITY
    bytes += Math.min(each.maxBytes, log.bytesBetween(each.fetchOffset, upTo))
    if (bytes >= broker.config['fetch.max.bytes']) return Number.POSITIVE_INFINITY
  }
  return bytes
}

/** Read what was planned into the answer's memory. An error of the disk becomes the partition's. */
export function takeBytes(look: Look, lease: FetchLease, broker: Broker): Buffer {
  if (look.plan === undefined || look.plan.size === 0) return NOTHING
  try {
    const buffer = lease.allocate(look.plan.size)
    return buffer.subarray(0, look.plan.readInto(buffer))
  } catch (error) {
    look.error = toldError(error, broker.logger)
    return NOTHING
  }
}

const NOTHING = Buffer.alloc(0)
