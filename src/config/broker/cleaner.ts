/** Broker settings: the cleaner of compacted logs. Source: Kafka 4.3.1 `KafkaConfig`. */
import { defineConfigs, LONG_MAX } from '../define.ts'

export const cleanerConfigs = defineConfigs({
  'log.cleaner.backoff.ms': {
    type: 'long',
    default: 15000,
    min: 0,
    update: 'cluster-wide',
    doc: 'How long the cleaner rests when no log needs it.',
  },
  'log.cleaner.dedupe.buffer.size': {
    type: 'long',
    default: 134217728,
    update: 'cluster-wide',
    doc: 'Memory for the keys of a cleaning, all threads together.',
  },
  'log.cleaner.delete.retention.ms': {
    type: 'long',
    default: 86400000,
    min: 0,
    update: 'cluster-wide',
    doc: 'How long compacted topics keep tombstones, unless they say otherwise.',
  },
  'log.cleaner.enable': {
    type: 'boolean',
    default: true,
    doc: 'Whether compacted topics are compacted. Without it they grow for ever, __consumer_offsets among them.',
  },
  'log.cleaner.io.buffer.load.factor': {
    type: 'double',
    default: 0.9,
    update: 'cluster-wide',
    doc: 'How full the cleaner’s table of keys may get.',
  },
  'log.cleaner.io.buffer.size': {
    type: 'int',
    default: 524288,
    min: 0,
    update: 'cluster-wide',
    doc: 'Memory for what the cleaner reads and writes, all threads together.',
  },
  'log.cleaner.io.max.bytes.per.second': {
    type: 'double',
    default: 1.7976931348623157e308,
    update: 'cluster-wide',
    doc: 'Bytes that all cleaning may read and write in a second.',
  },
  'log.cleaner.max.compaction.lag.ms': {
    type: 'long',
    default: LONG_MAX,
    min: 1,
    update: 'cluster-wide',
    doc: 'A record is compacted at the latest so long after it was written, unless its topic says otherwise.',
  },
  'log.cleaner.min.cleanable.ratio': {
    type: 'double',
    default: 0.5,
    min: 0,
    max: 1,
    update: 'cluster-wide',
    doc: 'The share of a log that must be uncompacted before it is cleaned, unless its topic says otherwise.',
  },
  'log.cleaner.min.compaction.lag.ms': {
    type: 'long',
    default: 0,
    min: 0,
    update: 'cluster-wide',
    doc: 'A record is left alone for so long after it was written, unless its topic says otherwise.',
  },
  'log.cleaner.threads': {
    type: 'int',
    default: 1,
    min: 0,
    update: 'cluster-wide',
    doc: 'So many logs are compacted at a time, in turns. They share log.cleaner.dedupe.buffer.size.',
  },
})
