/**
 * The timers of groups: each has a name within its group, and a later one of the same name takes its place. When a group
 * goes, or becomes another kind of group, all of its timers go at once.
 */
import type { Clock, Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'

export class Timers {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #groups = new Map<string, Map<string, Timer>>()
  #stopped = false

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock
    this.#logger = logger
  }

  has(groupId: string, name: string): boolean {
    return this.#groups.get(groupId)?.has(name) ?? false
  }

  /** Call `fn` once, after `delayMs`, unless somebody cancels or replaces it. What it throws is logged: nobody waits for it. */
  schedule(groupId: string, name: string, delayMs: number, fn: () => void): void {
    if (this.#stopped) return
    let timers = this.#groups.get(groupId)
    if (!timers) {
      timers = new Map()
      this.#groups.set(groupId, timers)
    }
    timers.get(name)?.cancel()
    const timer = this.#clock.after(delayMs, () => {
      this.#forget(groupId, name)
      try {
        fn()
      } catch (error) {
        this.#logger.error(`A timer of group "${groupId}" failed (${name})`, error)
      }
    })
    timers.set(name, timer)
  }

  cancel(groupId: string, name: string): void {
    this.#groups.get(groupId)?.get(name)?.cancel()
    this.#forget(groupId, name)
  }

  cancelGroup(groupId: string): void {
    for (const timer of this.#groups.get(groupId)?.values() ?? []) timer.cancel()
    this.#groups.delete(groupId)
  }

  /** None fires any more, and none can be set. */
  stop(): void {
    this.#stopped = true
    for (const groupId of this.#groups.keys()) this.cancelGroup(groupId)
  }

  #forget(groupId: string, name: string): void {
    const timers = this.#groups.get(groupId)
    timers?.delete(name)
    if (timers?.size === 0) this.#groups.delete(groupId)
  }
}
