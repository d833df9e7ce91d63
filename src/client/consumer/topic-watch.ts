/**
 * Keeps the topics of a subscription in sight: metadata is asked for them, and again while one that is wanted by name is not
 * there yet. Tells when what it sees has changed.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { Cluster, TopicInfo } from '../cluster.ts'
import { mayRetry } from '../retry.ts'
import type { Subscription } from './subscription.ts'

/** How often topics that are not there yet are looked for. */
const MISSING_MS = 1000

export class TopicWatch {
  readonly #cluster: Cluster
  #subscription: Subscription | undefined
  /** Others that a leader of a group must know. */
  #more: readonly string[] = []
  #lookingAgain = false

  constructor(cluster: Cluster, onChange: () => void) {
    this.#cluster = cluster
    cluster.onUpdate(() => {
      if (!this.#subscription) return
      onChange()
      if (this.#isMissing) this.#lookAgain()
    })
  }

  get subscription(): Subscription | undefined {
    return this.#subscription
  }

  /** What there is of it. */
  get topics(): TopicInfo[] {
    return this.#subscription?.topics(this.#cluster.metadata.topics) ?? []
  }

  set(subscription: Subscription | undefined): void {
    this.#subscription = subscription
    this.#more = []
    this.#track()
  }

  /** Only these, by hand: nothing is looked for among others. */
  setNames(names: Iterable<string>): void {
    this.set(undefined)
    for (const name of names) this.#cluster.tracked.add(name)
  }

  #track(): void {
    const { tracked } = this.#cluster
    tracked.clear()
    for (const name of this.#subscription?.names ?? []) tracked.add(name)
    for (const name of this.#more) tracked.add(name)
    this.#cluster.trackAll = this.#subscription?.pattern !== undefined
  }

  /**
   * See what there is now.
   * @param create the broker may make topics that are wanted by name
   * @throws {KafkaError} for a name that cannot be one, or may not be read
   */
  async look(create: boolean): Promise<void> {
    const { pattern, names } = this.#subscription!
    await this.#cluster.retry(() => this.#cluster.refresh(pattern ? null : [...names], create))
    for (const name of names) {
      const error = this.#cluster.metadata.errorOf(name)
      if (error && !mayRetry(new KafkaError(error, error)))
        throw new KafkaError(error, `Cannot read topic "${name}": ${error}`)
    }
  }

  /** These, too, from now on. Resolves when they were looked at. */
  async more(names: readonly string[]): Promise<void> {
    this.trackMore(names)
    if (names.length > 0) await this.#cluster.refresh(names)
  }

  trackMore(names: readonly string[]): void {
    this.#more = names
    this.#track()
  }

  get #isMissing(): boolean {
    return [...(this.#subscription?.names ?? [])].some(name => !this.#cluster.known(name))
  }

  #lookAgain(): void {
    if (this.#lookingAgain) return
    this.#lookingAgain = true
    this.#cluster.clock.after(MISSING_MS, () => {
      this.#lookingAgain = false
      // Without an answer it is looked for again after the same time.
      if (!this.#cluster.closed && this.#isMissing) this.#cluster.update().catch(() => this.#lookAgain())
    })
  }
}
