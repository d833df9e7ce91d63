/**
 * Members of a group as their libraries behave: what each believes, one request at a time, answers that come late or never.
 * A client only does what a correct library does; what the coordinator makes of it is what the simulation checks.
 */

import { readSubscription } from '../../src/group/classic/consumer-protocol.ts'
import type { Random } from '../../src/lib/random.ts'
import { type ErrorName, errorName, KafkaError } from '../../src/protocol/errors.ts'
import type { JoinGroupResponseInit } from '../../src/protocol/generated/apis/11-join-group.ts'
import type { SyncGroupResponseInit } from '../../src/protocol/generated/apis/14-sync-group.ts'
import type { ConsumerGroupHeartbeatResponseInit } from '../../src/protocol/generated/apis/68-consumer-group-heartbeat.ts'
import {
  assignment,
  beat,
  caller,
  GROUP,
  idOf,
  joinRequest,
  readAssignment,
  type Started,
  subscription,
  syncRequest,
} from '../group/start.ts'

/** `orders-0` */
export type Held = ReadonlySet<string>

/** How the clients of one play reach their coordinator: it may be another one when the answer comes. */
export interface Reach {
  readonly random: Random
  coordinator(): Started
  /** A value of a commit: each is larger than all before. */
  nextOffset(): number
  committing(partition: string, offset: number): void
  committed(partition: string, offset: number): void
  /** Refused in a way that no library tries again. */
  turnedAway(name: string, error: ErrorName): void
  /** Something that a person would want to read when this seed fails. */
  note(line: string): void
}

export abstract class Client {
  readonly name: string
  readonly instanceId: string | null
  topics: readonly string[]
  dead = false
  memberId = ''
  /** Generation or epoch; -1 or 0 while it is no member. */
  epoch = -1
  /** What it reads, or still has in its hands. */
  held: Held = new Set()
  protected readonly reach: Reach
  /** Increased when the connection is lost: answers to what was asked before come no more. */
  #connection = 0
  #asking = false

  constructor(name: string, reach: Reach, topics: readonly string[], instanceId: string | null) {
    this.name = name
    this.reach = reach
    this.topics = topics
    this.instanceId = instanceId
  }

  get busy(): boolean {
    return this.#asking
  }

  /** Whatever it waits for does not come: a lost connection, or a coordinator that died. */
  disconnect(): void {
    this.#connection++
    this.#asking = false
    this.onLost()
  }

  protected abstract onLost(): void
  /** One thing that it does now. */
  abstract act(): void
  abstract leave(): void

  /** Ask; `answer` is called unless the connection was lost meanwhile. */
  protected ask<Answer extends { errorCode?: number | undefined }>(
    send: (started: Started) => Promise<Answer>,
    answer: (error: ErrorName, answer: Answer | undefined) => void,
  ): void {
    const connection = this.#connection
    this.#asking = true
    const arrived = (error: ErrorName, said: Answer | undefined) => {
      if (connection !== this.#connection || this.dead) return
      this.#asking = false
      if (error !== 'NONE') this.reach.note(`${this.name} hears ${error}`)
      answer(error, said)
    }
    send(this.reach.coordinator()).then(
      said => arrived(errorName(said.errorCode ?? 0), said),
      error => {
        if (!(error instanceof KafkaError)) throw error
        arrived(error.name, undefined)
      },
    )
  }

  /** Commit something that it reads, with the epoch that it knows. */
  commit(): void {
    const [partition] = [...this.held]
    if (partition === undefined || this.memberId === '') return
    const offset = this.reach.nextOffset()
    const [topic = '', index] = partition.split('-')
    const { coordinator } = this.reach.coordinator()
    this.reach.committing(partition, offset)
    this.ask(
      async () => {
        const [row] = await coordinator.offsets.commit({
          groupId: GROUP,
          memberId: this.memberId,
          instanceId: this.instanceId,
          generation: this.epoch,
          transactional: false,
          apiVersion: 9,
          retentionMs: -1,
          topics: [
            {
              name: topic,
              topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
              knownId: idOf(topic),
              partitionCount: 100,
              partitions: [
                {
                  partitionIndex: Number(index),
                  committedOffset: offset,
                  committedLeaderEpoch: 0,
                  committedMetadata: '',
                },
              ],
            },
          ],
        })
        return row!.partitions[0]!
      },
      error => {
        if (error === 'NONE') this.reach.committed(partition, offset)
      },
    )
  }
}

const heldOf = (byTopic: Readonly<Record<string, readonly number[]>>): Held =>
  new Set(Object.entries(byTopic).flatMap(([topic, partitions]) => partitions.map(index => `${topic}-${index}`)))

export function byTopic(held: Iterable<string>): Record<string, number[]> {
  const topics: Record<string, number[]> = {}
  for (const partition of held) {
    const [topic = '', index] = partition.split('-')
    topics[topic] = [...(topics[topic] ?? []), Number(index)]
  }
  return topics
}

/** A member of the classic protocol: eager, which gives up everything before it joins, or cooperative. */
export class ClassicClient extends Client {
  readonly cooperative: boolean
  readonly sessionTimeoutMs: number
  #state: 'out' | 'joined' | 'in' = 'out'
  #generationToSync = -1
  #lead: JoinGroupResponseInit | undefined

  constructor(
    name: string,
    reach: Reach,
    more: { topics: readonly string[]; instanceId: string | null; cooperative: boolean; sessionTimeoutMs: number },
  ) {
    super(name, reach, more.topics, more.instanceId)
    this.cooperative = more.cooperative
    this.sessionTimeoutMs = more.sessionTimeoutMs
  }

  get state(): string {
    return this.#state
  }

  protected onLost(): void {
    if (this.#state === 'joined') this.#state = 'out'
  }

  act(): void {
    if (this.#state === 'out') this.#join()
    else if (this.#state === 'joined') this.#sync()
    else if (this.reach.random.below(5) === 0) this.commit()
    else this.#heartbeat()
  }

  resubscribe(topics: readonly string[]): void {
    this.topics = topics
    if (this.#state === 'in') this.#state = 'out'
  }

  #forget(memberId = ''): void {
    this.memberId = memberId
    this.epoch = -1
    this.held = new Set()
    this.#state = 'out'
  }

  #join(): void {
    if (!this.cooperative) this.held = new Set()
    const owned = byTopic(this.held)
    this.reach.note(`${this.name} joins with ${[...this.held]}`)
    const metadata = subscription({ topics: this.topics, owned, generation: this.epoch })
    const request = joinRequest(this.memberId, {
      groupInstanceId: this.instanceId,
      sessionTimeoutMs: this.sessionTimeoutMs,
      rebalanceTimeoutMs: 20_000,
      protocols: [{ name: this.cooperative ? 'cooperative-sticky' : 'range', metadata }],
    })
    this.ask(
      ({ coordinator }) => coordinator.joinGroup(request, caller(9)),
      (error, answer) => this.#joined(error, answer),
    )
  }

  #joined(error: ErrorName, answer: JoinGroupResponseInit | undefined): void {
    if (error === 'MEMBER_ID_REQUIRED') this.memberId = answer!.memberId
    else if (error === 'UNKNOWN_MEMBER_ID') this.#forget()
    else if (error === 'FENCED_INSTANCE_ID') this.dead = true
    else if (error === 'ILLEGAL_GENERATION') this.#forget(this.memberId)
    else if (error === 'INCONSISTENT_GROUP_PROTOCOL') this.reach.turnedAway(this.name, error)
    if (error !== 'NONE' || !answer) return
    this.memberId = answer.memberId
    this.#generationToSync = answer.generationId ?? -1
    this.#lead = answer.leader === answer.memberId && !answer.skipAssignment ? answer : undefined
    // From here on it commits with the new generation.
    this.epoch = this.#generationToSync
    this.#state = 'joined'
  }

  #sync(): void {
    this.reach.note(`${this.name} syncs`)
    const lead = this.#lead
    const request = {
      ...syncRequest(this.memberId, this.#generationToSync),
      groupInstanceId: this.instanceId,
      assignments: lead ? this.#assign(lead) : [],
    }
    this.ask(
      ({ coordinator }) => coordinator.syncGroup(request),
      (error, answer) => this.#synced(error, answer),
    )
  }

  #synced(error: ErrorName, answer: SyncGroupResponseInit | undefined): void {
    this.#state = 'out'
    if (error === 'UNKNOWN_MEMBER_ID') return this.#forget()
    if (error === 'ILLEGAL_GENERATION') return this.#forget(this.memberId)
    if (error === 'FENCED_INSTANCE_ID') this.dead = true
    if (error !== 'NONE' || !answer) return
    const next = heldOf(readAssignment(answer.assignment))
    const gaveUp = [...this.held].some(partition => !next.has(partition))
    this.held = next
    // A cooperative member that had to give something up says so by joining again.
    this.#state = gaveUp ? 'out' : 'in'
  }

  /** Each topic among those who want it, in turns; a cooperative leader gives away only what nobody says that it has. */
  #assign({ members = [] }: JoinGroupResponseInit) {
    const { topics } = this.reach.coordinator()
    const wants = members.map(({ memberId, metadata }) => ({ memberId, said: readSubscription(metadata)! }))
    const shares = new Map(members.map(({ memberId }) => [memberId, new Set<string>()]))
    const owner = new Map<string, string>()
    for (const { memberId, said } of wants)
      for (const { topic, partitions } of said.ownedPartitions)
        for (const index of partitions) owner.set(`${topic}-${index}`, memberId)
    for (const [topic, count] of topics) {
      const readers = wants.filter(({ said }) => said.topics.includes(topic))
      for (let index = 0; index < count && readers.length > 0; index++) {
        const reader = readers[index % readers.length]!.memberId
        const had = owner.get(`${topic}-${index}`)
        if (!this.cooperative || had === undefined || had === reader) shares.get(reader)!.add(`${topic}-${index}`)
      }
    }
    return [...shares].map(([memberId, share]) => ({ memberId, assignment: assignment(byTopic(share)) }))
  }

  #heartbeat(): void {
    const request = {
      groupId: GROUP,
      memberId: this.memberId,
      generationId: this.epoch,
      groupInstanceId: this.instanceId,
    }
    this.ask(
      async ({ coordinator }): Promise<{ errorCode?: number }> => {
        coordinator.heartbeat(request)
        return {}
      },
      error => {
        if (error === 'REBALANCE_IN_PROGRESS') this.#state = 'out'
        else if (error === 'UNKNOWN_MEMBER_ID') this.#forget()
        else if (error === 'ILLEGAL_GENERATION') this.#forget(this.memberId)
        else if (error === 'FENCED_INSTANCE_ID') this.dead = true
      },
    )
  }

  leave(): void {
    const leaving = { memberId: this.memberId, groupInstanceId: this.instanceId, reason: null }
    this.held = new Set()
    if (this.memberId !== '')
      this.ask(
        ({ coordinator }) => coordinator.leaveGroup({ groupId: GROUP, members: [leaving] }),
        () => {},
      )
    this.dead = true
  }
}

/** `rebalance.timeout.ms` of members of the consumer protocol. */
const REBALANCE_MS = 30_000

/** A member of the consumer protocol (KIP-848). */
export class ConsumerClient extends Client {
  readonly #regex: string | null
  /** What it has to give up, and still has in its hands. */
  #revoking = new Set<string>()
  #assigned: Held = new Set()
  /** An answer was lost, and an assignment may have been in it: everything is said once more, and then told once more. */
  #unsure = false

  constructor(
    name: string,
    reach: Reach,
    more: { topics: readonly string[]; instanceId: string | null; regex: string | null },
  ) {
    super(name, reach, more.regex === null ? more.topics : ['orders'], more.instanceId)
    this.#regex = more.regex
    this.memberId = `${name}-id`
    this.epoch = 0
  }

  protected onLost(): void {
    this.#unsure = true
  }

  act(): void {
    const { random } = this.reach
    if (this.#revoking.size > 0 && random.below(2) === 0) {
      this.#revoking.clear()
      this.held = this.#assigned
    } else if (this.epoch > 0 && random.below(5) === 0) this.commit()
    else this.#beat()
  }

  resubscribe(topics: readonly string[]): void {
    if (this.#regex === null) this.topics = topics
  }

  #abandon(): void {
    this.epoch = 0
    this.held = new Set()
    this.#assigned = new Set()
    this.#revoking.clear()
  }

  #beat(): void {
    const { random } = this.reach
    const full = this.epoch === 0 || this.#unsure
    // It says what it has when it joins, when that changed, and when it is not sure that it was heard; else nothing.
    const says = full || random.below(2) === 0
    this.ask(
      started =>
        beat(started, this.memberId, this.epoch, {
          instanceId: this.instanceId,
          subscribedTopicNames: full || random.below(4) === 0 ? (this.#regex ? [] : this.topics) : null,
          subscribedTopicRegex: full ? this.#regex : null,
          ...(full && { rebalanceTimeoutMs: REBALANCE_MS }),
          ...(says && { owns: byTopic(this.held) }),
        }),
      (error, answer) => this.#heard(error, answer),
    )
  }

  #heard(error: ErrorName, answer: ConsumerGroupHeartbeatResponseInit | undefined): void {
    if (error === 'FENCED_MEMBER_EPOCH' || error === 'UNKNOWN_MEMBER_ID' || error === 'GROUP_ID_NOT_FOUND')
      this.#abandon()
    if (error === 'FENCED_INSTANCE_ID') this.dead = true
    if (error !== 'NONE' || !answer) return
    this.epoch = answer.memberEpoch ?? 0
    this.#unsure = false
    if (!answer.assignment) return
    const names: Record<string, readonly number[]> = {}
    for (const { topicId, partitions } of answer.assignment.topicPartitions)
      names[topicId.replace(/_+A$/, '')] = partitions
    this.#assigned = heldOf(names)
    this.#revoking = new Set([...this.held].filter(partition => !this.#assigned.has(partition)))
    this.held = new Set([...this.#assigned, ...this.#revoking])
  }

  /** For good, or for a moment when it has a name. */
  leave(): void {
    const memberEpoch = this.instanceId !== null && this.reach.random.below(2) === 0 ? -2 : -1
    this.held = new Set()
    if (this.epoch > 0)
      this.ask(
        started => beat(started, this.memberId, memberEpoch, { instanceId: this.instanceId }),
        () => {},
      )
    this.dead = true
  }
}
