/**
 * Every group of this coordinator, of either kind, as an object: found when somebody asks, carried over when it becomes the
 * other kind, and what was decided about it brought to the log. What is only in memory lies here: timers, classic rebalances.
 * Source: Kafka 4.3 `GroupMetadataManager`, `GroupCoordinatorService`.
 */
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { Random } from '../lib/random.ts'
import { type ErrorName, errorCodes, KafkaError } from '../protocol/errors.ts'
import { answerJoin, answerSync, ClassicGroup, NO_ASSIGNMENT, refusedJoin } from './classic/group.ts'
import { type ClassicSettings, Rebalance } from './classic/rebalance.ts'
import { fence } from './consumer/fence.ts'
import type { ConsumerGroup, ConsumerMember } from './consumer/group.ts'
import { Sessions } from './consumer/sessions.ts'
import type { Effects } from './effects.ts'
import type { Downgrade, MigrationSettings } from './migration/downgrade.ts'
import * as queries from './queries.ts'
import { classicGroup as classicGroupRecord, type GroupRecord } from './records.ts'
import type { GroupStore, TransactionIds } from './store.ts'
import { Timers } from './timers.ts'
import type { Topics } from './topics.ts'

export interface GroupsOptions {
  store: GroupStore
  topics: Topics
  clock: Clock
  random: Random
  logger: Logger
  classic: () => ClassicSettings
  consumer: (groupId: string) => { sessionTimeoutMs: number; migration: MigrationSettings }
}

interface Classic {
  kind: 'classic'
  group: ClassicGroup
  rebalance: Rebalance
}

interface Consumer {
  kind: 'consumer'
  group: ConsumerGroup
}

/** A group of either kind, or none. */
export type AnyGroup = Classic | Consumer | undefined

/** What a decision about a consumer group comes to. */
export interface Carried {
  records: readonly GroupRecord[]
  /** Ids of members whose timers mean nothing any more. */
  gone: readonly string[]
  /** It is a classic group from now on. */
  downgrade?: Downgrade
}

export class Groups {
  readonly store: GroupStore
  readonly sessions: Sessions
  readonly #o: GroupsOptions
  readonly #timers: Timers
  readonly #classic = new Map<string, Rebalance>()
  /** Rebuilt from the view when a commit touched it. */
  readonly #consumer = new Map<string, ConsumerGroup>()
  #closed = false

  constructor(options: GroupsOptions) {
    this.#o = options
    this.store = options.store
    this.#timers = new Timers(options.clock, options.logger)
    this.store.onChanged = groupIds => {
      if (groupIds === 'all') this.#consumer.clear()
      else for (const groupId of groupIds) this.#consumer.delete(groupId)
    }
    this.sessions = new Sessions({
      timers: this.#timers,
      sessionTimeoutMs: groupId => options.consumer(groupId).sessionTimeoutMs,
      find: (groupId, memberId) => {
        const found = this.find(groupId)
        return found?.kind === 'consumer' ? found.group.members.get(memberId) : undefined
      },
      expel: (groupId, member, why) => this.#expel(groupId, member, why),
    })
  }

  get closed(): boolean {
    return this.#closed
  }

  now(): number {
    return this.#o.clock.now()
  }

  /** As `find`, for a group that somebody is to be in: it has a name. @throws {KafkaError} as `demand`, and INVALID_GROUP_ID */
  demandNamed(groupId: string): AnyGroup {
    if (groupId === '') throw new KafkaError('INVALID_GROUP_ID', 'The group id is empty')
    return this.demand(groupId)
  }

  /**
   * The group, once its partition has been read. An empty name will do: simple consumers of old committed without one.
   * @throws {KafkaError} COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR
   */
  demand(groupId: string): AnyGroup {
    if (this.#closed) throw new KafkaError('COORDINATOR_NOT_AVAILABLE', 'The broker is stopping')
    this.store.load(groupId)
    return this.find(groupId)
  }

  /** The group, for somebody who says that it is a member. @throws {KafkaError} as `demandNamed`, and UNKNOWN_MEMBER_ID when there is none */
  demandMembers(groupId: string): Classic | Consumer {
    const found = this.demandNamed(groupId)
    if (!found) throw new KafkaError('UNKNOWN_MEMBER_ID', `There is no group "${groupId}"`)
    return found
  }

  /** The group of that id, of whatever kind; groups that only have offsets are none. */
  find(groupId: string): AnyGroup {
    const known = this.#classic.get(groupId)
    if (known) return { kind: 'classic', group: known.group, rebalance: known }
    const consumer = this.#consumer.get(groupId) ?? queries.consumerGroup(this.store.view, groupId)
    if (consumer) {
      if (!this.#consumer.has(groupId)) this.sessions.watchAll(consumer)
      this.#consumer.set(groupId, consumer)
      return { kind: 'consumer', group: consumer }
    }
    const group = queries.classicGroup(this.store.view, groupId)
    return group && { kind: 'classic', group, rebalance: this.#resume(group) }
  }

  /** It was stable when its coordinator stopped: its members have a session's time to show that they are still there. */
  #resume(group: ClassicGroup): Rebalance {
    const rebalance = this.#rebalance(group)
    for (const member of group.members.values()) rebalance.touch(member)
    const { maxSize } = this.#o.classic()
    if (group.members.size > maxSize)
      rebalance.prepare(`it was read with ${group.members.size} members, and group.max.size is ${maxSize}`)
    return rebalance
  }

  #rebalance(group: ClassicGroup): Rebalance {
    const rebalance = new Rebalance(group, this.#o.classic(), this.#effects(group.groupId))
    this.#classic.set(group.groupId, rebalance)
    return rebalance
  }

  #effects(groupId: string): Effects {
    return {
      now: () => this.#o.clock.now(),
      append: (records, written) => this.append(groupId, records, written),
      schedule: (name, delayMs, fn) => this.#timers.schedule(groupId, name, delayMs, fn),
      cancel: name => this.#timers.cancel(groupId, name),
      newMemberId: prefix => `${prefix}-${this.newUuid()}`,
      info: message => this.#o.logger.info(message),
    }
  }

  /** In the form of Java's UUID, as member ids have it. */
  newUuid(): string {
    const bytes = this.#o.random.bytes(16)
    bytes[6] = (bytes[6]! & 0x0f) | 0x40
    bytes[8] = (bytes[8]! & 0x3f) | 0x80
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }

  /** A classic group that there was not. @param gone tombstones of what had its name */
  beginClassic(groupId: string, gone: readonly GroupRecord[]): Rebalance {
    const group = new ClassicGroup(groupId, this.now())
    let rebalance: Rebalance | undefined
    this.append(groupId, [...gone, classicGroupRecord(group)], error => error && rebalance && this.#undo(rebalance))
    rebalance = this.#rebalance(group)
    return rebalance
  }

  /** A classic group that could not be written is none: the log has what was there before. */
  #undo(rebalance: Rebalance): void {
    const { groupId } = rebalance.group
    if (this.#classic.get(groupId) !== rebalance) return
    this.#timers.cancelGroup(groupId)
    this.#classic.delete(groupId)
    rebalance.group.transition('Dead', this.now())
    this.#turnAway(rebalance.group, 'COORDINATOR_NOT_AVAILABLE')
  }

  append(
    groupId: string,
    records: readonly GroupRecord[],
    written: (error?: KafkaError) => void,
    transaction?: TransactionIds,
  ): void {
    this.store.append(groupId, records, written, transaction)
    this.#consumer.delete(groupId)
  }

  /**
   * Append at once. @returns when it is in the file. With no records: when all that was appended before is, for the answer
   * tells of it.
   */
  write(groupId: string, records: readonly GroupRecord[], transaction?: TransactionIds): Promise<void> {
    if (records.length === 0) return this.store.settled(groupId)
    const { promise, resolve, reject } = settled()
    this.append(groupId, records, error => (error ? reject(error) : resolve()), transaction)
    return promise
  }

  /** Bring a decision about a consumer group to the log, and to what is only in memory. @returns when it is in the file */
  carryOut(groupId: string, { records, gone, downgrade }: Carried): Promise<void> {
    const written = this.write(groupId, records)
    const classic = this.#classic.get(groupId)
    if (classic) this.#upgraded(classic)
    for (const memberId of gone) this.sessions.forget(groupId, memberId)
    if (downgrade) {
      const rebalance = this.#downgraded(downgrade)
      written.catch(() => this.#undo(rebalance))
    }
    return written
  }

  /** Whoever waits in the classic group is told to come again: the next coordinator of its rebalance is another one. */
  #upgraded({ group }: Rebalance): void {
    const { groupId } = group
    this.#o.logger.info(`Group "${groupId}" is a consumer group now, after generation ${group.generationId}`)
    this.#timers.cancelGroup(groupId)
    this.#classic.delete(groupId)
    group.transition('Dead', this.now())
    this.#turnAway(group, 'REBALANCE_IN_PROGRESS')
    this.find(groupId)
  }

  #turnAway(group: ClassicGroup, error: ErrorName): void {
    for (const member of group.members.values()) {
      answerJoin(member, refusedJoin(error, member.memberId))
      answerSync(member, { errorCode: errorCodes[error].code, assignment: NO_ASSIGNMENT })
    }
  }

  #downgraded({ group, reason }: Downgrade): Rebalance {
    this.#o.logger.info(`Group "${group.groupId}" is a classic group again, at generation ${group.generationId}`)
    this.#timers.cancelGroup(group.groupId)
    const rebalance = this.#rebalance(group)
    for (const member of group.members.values()) rebalance.touch(member)
    if (reason !== undefined) rebalance.prepare(reason)
    return rebalance
  }

  #expel(groupId: string, member: ConsumerMember, why: string): void {
    const found = this.find(groupId)
    if (found?.kind !== 'consumer') return
    this.#o.logger.info(`Group "${groupId}" goes on without "${member.memberId}", which ${why}`)
    const { migration } = this.#o.consumer(groupId)
    const fenced = fence(found.group, [member], { topics: this.#o.topics, now: this.now(), migration })
    this.carryOut(groupId, fenced).catch(error =>
      this.#o.logger.error(`Group "${groupId}" could not be written without "${member.memberId}"`, error),
    )
  }

  /** A member of a stable classic group that commits is alive. */
  touch(groupId: string, memberId: string): void {
    const rebalance = this.#classic.get(groupId)
    const member = rebalance?.group.members.get(memberId)
    if (member && rebalance!.group.is('Stable', 'PreparingRebalance')) rebalance!.touch(member)
  }

  /** A group was deleted: nothing of it is left in memory. */
  drop(groupId: string): void {
    this.#classic.delete(groupId)
    this.#consumer.delete(groupId)
    this.#timers.cancelGroup(groupId)
  }

  /** The broker stops: whoever waits for others is sent to look for its coordinator again, and nobody new is let in. */
  stop(): void {
    this.#closed = true
    this.#timers.stop()
    for (const { group } of this.#classic.values()) this.#turnAway(group, 'COORDINATOR_NOT_AVAILABLE')
  }
}

function settled() {
  let resolve: () => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
