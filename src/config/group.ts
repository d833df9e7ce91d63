/** The settings of a group, changed while it lives. Source: KIP-848, KIP-932, KIP-1071; Kafka 4.3.1 `GroupConfig`. */
import { defineConfigs } from './define.ts'

export const groupConfigs = defineConfigs({
  'consumer.assignment.interval.ms': {
    type: 'int',
    default: 1000,
    min: 0,
    broker: 'group.consumer.assignment.interval.ms',
  },
  'consumer.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    broker: 'group.consumer.heartbeat.interval.ms',
  },
  'consumer.session.timeout.ms': { type: 'int', default: 45000, min: 1, broker: 'group.consumer.session.timeout.ms' },
  'share.assignment.interval.ms': { type: 'int', default: 1000, min: 0, broker: 'group.share.assignment.interval.ms' },
  'share.auto.offset.reset': { type: 'string', default: 'latest' },
  'share.delivery.count.limit': { type: 'int', default: 5, min: 2, broker: 'group.share.delivery.count.limit' },
  'share.heartbeat.interval.ms': { type: 'int', default: 5000, min: 1, broker: 'group.share.heartbeat.interval.ms' },
  'share.isolation.level': {
    type: 'string',
    default: 'read_uncommitted',
    values: ['read_committed', 'read_uncommitted'],
  },
  'share.partition.max.record.locks': {
    type: 'int',
    default: 2000,
    min: 100,
    broker: 'group.share.partition.max.record.locks',
  },
  'share.record.lock.duration.ms': {
    type: 'int',
    default: 30000,
    min: 1000,
    broker: 'group.share.record.lock.duration.ms',
  },
  'share.renew.acknowledge.enable': { type: 'boolean', default: true },
  'share.session.timeout.ms': { type: 'int', default: 45000, min: 1, broker: 'group.share.session.timeout.ms' },
  'streams.assignment.interval.ms': {
    type: 'int',
    default: 1000,
    min: 0,
    broker: 'group.streams.assignment.interval.ms',
  },
  'streams.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    broker: 'group.streams.heartbeat.interval.ms',
  },
  'streams.initial.rebalance.delay.ms': {
    type: 'int',
    default: 3000,
    min: 0,
    broker: 'group.streams.initial.rebalance.delay.ms',
  },
  'streams.num.standby.replicas': { type: 'int', default: 0, min: 0, broker: 'group.streams.num.standby.replicas' },
  'streams.session.timeout.ms': { type: 'int', default: 45000, min: 1, broker: 'group.streams.session.timeout.ms' },
})
