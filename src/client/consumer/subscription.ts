/** Which topics a consumer wants: by name, or by an expression that the whole name must match. */
import type { TopicInfo } from '../cluster.ts'
import type { TopicPartition } from '../offsets.ts'

export type Topics = readonly string[] | RegExp

export class Subscription {
  readonly pattern: RegExp | undefined
  readonly names: ReadonlySet<string>
  readonly #internal: boolean

  /** @param internal whether an expression may match internal topics (exclude.internal.topics=false) */
  constructor(topics: Topics, internal: boolean) {
    this.#internal = internal
    if (topics instanceof RegExp) {
      // Neither g nor y: those remember where they were.
      this.pattern = new RegExp(`^(?:${topics.source})$`, topics.flags.replace(/[gy]/g, ''))
      this.names = new Set()
    } else {
      this.pattern = undefined
      this.names = new Set(topics)
    }
  }

  wants({ name, internal }: Pick<TopicInfo, 'name' | 'internal'>): boolean {
    if (!this.pattern) return this.names.has(name)
    return (!internal || this.#internal) && this.pattern.test(name)
  }

  /** Of what is there, the topics that are wanted. */
  topics(all: Iterable<TopicInfo>): TopicInfo[] {
    return [...all].filter(topic => this.wants(topic))
  }

  partitions(all: Iterable<TopicInfo>): TopicPartition[] {
    return this.topics(all).flatMap(({ name, partitions }) =>
      partitions.map(({ index }) => ({ topic: name, partition: index })),
    )
  }
}
