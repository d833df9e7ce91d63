/** The topic settings that a log acts upon, by Kafka's names: a part of `TopicConfig`. Sizes in bytes, times in ms. */
export interface LogConfig {
  readonly 'segment.bytes': number
  readonly 'segment.ms': number
  readonly 'segment.jitter.ms': number
  readonly 'segment.index.bytes': number
  readonly 'index.interval.bytes': number
  readonly 'max.message.bytes': number
  readonly 'message.timestamp.type': string
  readonly 'message.timestamp.before.max.ms': number
  readonly 'message.timestamp.after.max.ms': number
  readonly 'compression.type': string
  readonly 'compression.gzip.level'?: number
  readonly 'compression.lz4.level'?: number
  readonly 'compression.zstd.level'?: number
  readonly 'cleanup.policy': readonly string[]
  readonly 'flush.messages': number
  readonly 'flush.ms': number
  readonly 'file.delete.delay.ms': number
  readonly 'retention.ms': number
  readonly 'retention.bytes': number
  readonly 'min.cleanable.dirty.ratio': number
  readonly 'min.compaction.lag.ms': number
  readonly 'max.compaction.lag.ms': number
  readonly 'delete.retention.ms': number
}
