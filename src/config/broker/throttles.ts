/**
 * What a broker can be told while it runs, and in no file: how fast copies may go. Source: KIP-73, KIP-113; Kafka 4.3
 * `QuotaConfig.brokerQuotaConfigs`. kafka-reassign-partitions sets them; there is nothing to throttle on a node by itself.
 */
import { defineConfigs } from '../define.ts'

export const throttleConfigs = defineConfigs({
  'follower.replication.throttled.rate': { type: 'long', default: null, min: 0, update: 'cluster-wide' },
  'leader.replication.throttled.rate': { type: 'long', default: null, min: 0, update: 'cluster-wide' },
  'replica.alter.log.dirs.io.max.bytes.per.second': { type: 'long', default: null, min: 0, update: 'cluster-wide' },
})
