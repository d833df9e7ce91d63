/** Broker settings: transactions. Source: Kafka 4.3.1 `KafkaConfig`. */
import { defineConfigs } from '../define.ts'

export const transactionConfigs = defineConfigs({
  'add.partitions.to.txn.retry.backoff.max.ms': { type: 'int', default: 100, min: 0, importance: 'high' },
  'add.partitions.to.txn.retry.backoff.ms': { type: 'int', default: 20, min: 1, importance: 'high' },
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': {
    type: 'int',
    default: 10000,
    min: 1,
    importance: 'low',
  },
  'transaction.max.timeout.ms': {
    type: 'int',
    default: 900000,
    min: 1,
    importance: 'high',
    doc: 'The longest transaction timeout a producer may ask for.',
  },
  'transaction.partition.verification.enable': {
    type: 'boolean',
    default: true,
    importance: 'low',
    update: 'cluster-wide',
  },
  'transaction.remove.expired.transaction.cleanup.interval.ms': {
    type: 'int',
    default: 3600000,
    min: 1,
    importance: 'low',
  },
  'transaction.state.log.load.buffer.size': { type: 'int', default: 5242880, min: 1, importance: 'high' },
  'transaction.state.log.min.isr': { type: 'int', default: 2, min: 1, importance: 'high' },
  'transaction.state.log.num.partitions': { type: 'int', default: 50, min: 1, importance: 'high' },
  'transaction.state.log.replication.factor': { type: 'short', default: 3, min: 1, importance: 'high' },
  'transaction.state.log.segment.bytes': { type: 'int', default: 104857600, min: 1, importance: 'high' },
  'transaction.two.phase.commit.enable': { type: 'boolean', default: false, importance: 'low' },
  'transactional.id.expiration.ms': {
    type: 'int',
    default: 604800000,
    min: 1,
    importance: 'high',
    doc: 'A transactional id that is silent for so long is forgotten.',
  },
})
