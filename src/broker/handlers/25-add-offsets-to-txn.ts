/**
 * AddOffsetsToTxn v0-4: a group's offsets will be part of the transaction: their partition of `__consumer_offsets` joins it.
 * Source: KIP-98. Producers of transaction.version 2 do without it.
 */
import { AddOffsetsToTxn } from '../../protocol/generated/apis/25-add-offsets-to-txn.ts'
import { handler } from '../handler.ts'
import { CONSUMER_OFFSETS, createMissing } from '../topics.ts'
import { fencedSince } from '../transactions.ts'

const FENCED_SINCE = 2
const CLIENT_VERSION = 0

export const addOffsetsToTxn = handler(
  AddOffsetsToTxn,
  async ({ transactionalId, producerId, producerEpoch, groupId }, session, broker) => {
    broker.acls.demand(session, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)
    broker.acls.demand(session, 'READ', 'GROUP', groupId)
    if (!broker.metadata.topics.has(CONSUMER_OFFSETS)) await createMissing([CONSUMER_OFFSETS], session, broker)
    const added = new Map([[CONSUMER_OFFSETS, new Set([broker.groups.store.partitionOf(groupId)])]])
    const producer = { transactionalId, producerId, epoch: producerEpoch }
    await fencedSince(FENCED_SINCE, session.version, () =>
      broker.transactions.addPartitions(producer, added, CLIENT_VERSION),
    )
    return {}
  },
  { refusal: (_request, { errorCode }) => ({ errorCode }) },
)
