/**
 * Who leads, when a node comes and goes. A start elects this node for all it has a copy of, and so every leader epoch rises, as
 * it does in a KRaft cluster of one node; a clean stop resigns: nobody leads, and this node is the one eligible to (KIP-966),
 * so that whoever opens the directory next, tskafka or Apache Kafka, elects it without a loss.
 *
 * A start costs one record a partition (43 bytes), a clean stop another.
 * Source: Kafka 4.3 `ReplicationControlManager.generateLeaderAndIsrUpdates`, `PartitionChangeBuilder`.
 */

import type { Uuid } from '../lib/uuid.ts'
import { PartitionChangeRecord } from '../protocol/generated/records/metadata/05-partition-change.ts'
import type { View } from '../view/view.ts'
import { isOnline } from './directories.ts'
import { type MetadataRecord, record } from './records.ts'

interface Row {
  topic_id: string
  partition: number
  leader: number
  isr: string
  elr: string
  last_known_elr: string
  replicas: string
  directories: string
}

const NOBODY = -1
/** The partitions that `nodeId` has a copy of, and that it or nobody leads. */
const mine = (view: View, nodeId: number): Row[] =>
  view
    .sql<Row>(
      `SELECT topic_id, partition, leader, isr, elr, last_known_elr, replicas, directories FROM partition
       WHERE leader IN (?, ${NOBODY}) AND (replicas = ? OR EXISTS (SELECT 1 FROM json_each(replicas) WHERE value = ?))`,
    )
    .all(nodeId, `[${nodeId}]`, nodeId)

const holds = (list: string, nodeId: number) =>
  list === `[${nodeId}]` || (JSON.parse(list) as number[]).includes(nodeId)

/**
 * This node leads again: what it led when it was killed, and what nobody leads and it is eligible for. What lies in a directory
 * that does not work nobody leads.
 * @param dirs ids of those that work
 */
export function elections(view: View, nodeId: number, dirs: readonly Uuid[]): MetadataRecord[] {
  const records: MetadataRecord[] = []
  for (const row of mine(view, nodeId)) {
    const { topic_id: topicId, partition: partitionId, leader, isr, elr, last_known_elr } = row
    if (!isOnline(directoryOf(row, nodeId), dirs)) {
      if (leader === nodeId) records.push(record(PartitionChangeRecord, { topicId, partitionId, leader: NOBODY }))
      continue
    }
    const inSync = holds(isr, nodeId)
    if (!inSync && !holds(elr, nodeId) && !holds(last_known_elr, nodeId)) continue
    records.push(
      record(PartitionChangeRecord, {
        topicId,
        partitionId,
        leader: nodeId,
        ...(!inSync && { isr: [nodeId] }),
        ...(elr !== '[]' && { eligibleLeaderReplicas: [] }),
        ...(last_known_elr !== '[]' && { lastKnownElr: [] }),
      }),
    )
  }
  return records
}

const directoryOf = ({ replicas, directories }: Row, nodeId: number): Uuid | undefined =>
  (JSON.parse(directories) as Uuid[])[(JSON.parse(replicas) as number[]).indexOf(nodeId)]

/** Nobody leads what this node led. With `elr` (eligible.leader.replicas.version) it leaves the ISR, and stays eligible. */
export function resignations(view: View, nodeId: number, elr: boolean): MetadataRecord[] {
  const led = mine(view, nodeId).filter(({ leader }) => leader === nodeId)
  return led.map(({ topic_id: topicId, partition: partitionId, isr }) =>
    record(PartitionChangeRecord, {
      topicId,
      partitionId,
      leader: NOBODY,
      ...(elr && isr === `[${nodeId}]` && { isr: [], eligibleLeaderReplicas: [nodeId], lastKnownElr: [nodeId] }),
    }),
  )
}
