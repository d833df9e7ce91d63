/** What a sink task needs of a consumer in a group; src/client's Consumer is one. */
import type { CommittedOffset } from '../../client/offsets.ts'
import type { TopicPartition } from '../plugin.ts'

/** A record as it was read. */
export interface Consumed {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestamp: number
  readonly timestampType: 'CreateTime' | 'LogAppendTime'
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly { key: string; value: Uint8Array | null }[]
}

export interface RebalanceListener {
  onPartitionsAssigned(partitions: readonly TopicPartition[]): Promise<void>
  onPartitionsRevoked(partitions: readonly TopicPartition[]): Promise<void>
  onPartitionsLost(partitions: readonly TopicPartition[]): Promise<void>
}

export interface SinkConsumer {
  subscribe(topics: readonly string[] | RegExp, listener: RebalanceListener): Promise<void>
  /** Listeners are called from here, and what they throw is thrown here. */
  poll(timeoutMs: number): Promise<Consumed[]>
  position(at: TopicPartition): Promise<number>
  readonly assignment: readonly TopicPartition[]
  seek(at: TopicPartition, offset: number): void
  pause(partitions: readonly TopicPartition[]): void
  resume(partitions: readonly TopicPartition[]): void
  commitSync(offsets: readonly CommittedOffset[]): Promise<void>
  wakeup(): void
  close(timeoutMs?: number): Promise<void>
}
