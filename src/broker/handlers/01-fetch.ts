/**
 * Fetch v4-18: whole batches from each partition, waiting for a minimum of bytes.
 * Source: KIP-74 (progress and limits), KIP-98 (aborted transactions), KIP-227 (sessions), KIP-320 (epochs), KIP-516 (topic
 * ids, v13), KIP-951 (new leader in the answer); Kafka 4.3 `ReplicaManager.fetchMessages`, `DelayedFetch`.
 *
 * First every partition is looked at without reading a byte of records. Only when there is enough, or the wait is over, are
 * bytes read: into pooled memory, which is given back when they have left.
 * Not here: followers (one replica), preferred replicas.
 */
import type { Broker } from '../broker.ts'
