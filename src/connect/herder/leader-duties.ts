/**
 * What only the leader does between two looks at the group: take the right to write to the config topic, hand out session keys, and
 * forget the statuses of what is gone. Source: Kafka 4.3 `DistributedHerder.tick`, `RebalanceListener.onAssigned`.
 */
import { systemClock } from '../../lib/clock.ts'
import type { GroupMember } from '../group/member.ts'
import type { Log } from '../plugin.ts'
import type { TaskId } from '../runtime/states.ts'
import type { StatusStore } from '../runtime/status-store.ts'
import type { ConfigTopic } from '../storage/config-topic.ts'
import type { SessionKeys } from './session-keys.ts'

export interface LeaderHost {
  readonly topic: ConfigTopic
  readonly member: GroupMember
  readonly keys: SessionKeys
  readonly statuses: StatusStore
  readonly log: Log
  /** Whether what workers say to one another is signed. */
  isSigned(): boolean
  during(what: string): void
  sleep(ms: number): Promise<void>
  /** The config topic could not be written to: it may have more than is known here. */
  doubtConfigs(): void
  onDeletion(connector: string): void
  onTaskDeletion(id: TaskId): void
}

const RECLAIM_MS = 250

export class LeaderDuties {
  readonly #host: LeaderHost

  constructor(host: LeaderHost) {
    this.#host = host
  }

  /**
   * Before the config topic is read on: what a leader of before has left open is ended with it, and would be waited for until it
   * times out.
   */
  async onElected(): Promise<void> {
    this.#forgetStatuses()
    await this.#tryClaim()
  }

  /** Whoever led before is refused from now on. @returns whether that is so, or does not matter */
  async claim(): Promise<boolean> {
    const { member, sleep } = this.#host
    if (!member.isLeader || (await this.#tryClaim())) return true
    await sleep(RECLAIM_MS)
    return false
  }

  async #tryClaim(): Promise<boolean> {
    try {
      await this.#host.topic.claim()
      return true
    } catch (error) {
      this.#host.log.warn(`The config topic cannot be written to as the leader now: ${(error as Error).message}`)
      return false
    }
  }

  get #handsOutKeys(): boolean {
    return this.#host.member.isLeader && this.#host.isSigned()
  }

  /** In milliseconds of the wall clock; undefined: there is none yet, or it is not this worker's to do. */
  get keyDueAt(): number | undefined {
    return this.#handsOutKeys ? this.#host.keys.dueAt : undefined
  }

  /** @returns whether there is a key that counts, or it does not matter */
  async renewKey(): Promise<boolean> {
    const { topic, keys, log, during, doubtConfigs } = this.#host
    const now = systemClock.now()
    if (!this.#handsOutKeys || !keys.isDue(now)) return true
    during('writing a new session key to the config topic')
    try {
      await topic.putSessionKey(keys.create(now))
      return true
    } catch (error) {
      log.warn(`A new session key could not be written: ${(error as Error).message}`)
      doubtConfigs()
      return false
    }
  }

  /** Of what is there no more. After a rebalance: those who ran it have said by now that they do not. */
  #forgetStatuses(): void {
    const { topic, statuses, onDeletion, onTaskDeletion } = this.#host
    const { connectors } = topic.snapshot
    for (const name of statuses.connectors()) {
      const count = connectors.get(name)?.tasks.length
      if (count === undefined) onDeletion(name)
      else for (const { task } of statuses.tasks(name)) if (task >= count) onTaskDeletion({ connector: name, task })
    }
  }
}
