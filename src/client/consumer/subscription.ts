/**
 * Which topics a consumer wants: by name, by an expression of ours that the whole name must match, or by one that the group's
 * coordinator matches (KIP-848; RE2's syntax).
 */
import type { TopicInfo } from '../cluster.ts'

/** An expression for the coordinator: it sees new topics first, and members need not know all topics there are. */
export class SubscriptionPattern {
  readonly pattern: string

  constructor(pattern: string) {
    this.pattern = pattern
  }
}

export type Topics = readonly string[] | RegExp | SubscriptionPattern

export class Subscription {
  readonly pattern: RegExp | undefined
  /** For the coordinator. */
  readonly remote: string | null
  readonly names: ReadonlySet<string>
  readonly #internal: boolean

  /** @param internal whether an expression may match internal topics (exclude.internal.topics=false) */
  constructor(topics: Topics, internal: boolean) {
    this.#internal = internal
    this.pattern = topics instanceof RegExp ? whole(topics) : undefined
    this.remote = topics instanceof SubscriptionPattern ? topics.pattern : null
    this.names = new Set(Array.isArray(topics) ? topics : [])
  }

  wants({ name, internal }: Pick<TopicInfo, 'name' | 'internal'>): boolean {
    if (this.remote !== null) return true
    if (!this.pattern) return this.names.has(name)
    return (!internal || this.#internal) && this.pattern.test(name)
  }

  /** Of what is there, the topics that are wanted. */
  topics(all: Iterable<TopicInfo>): TopicInfo[] {
    return this.remote === null ? [...all].filter(topic => this.wants(topic)) : []
  }
}

/** Neither g nor y: those remember where they were. */
const whole = ({ source, flags }: RegExp) => new RegExp(`^(?:${source})$`, flags.replace(/[gy]/g, ''))
