/**
 * The group of a console consumer: the one it was told, or one that it makes up, as Kafka's does. A made-up group is a member
 * that others can see (`groups --list`) and nothing more: records come from all partitions without it, from the first moment
 * on, while Kafka's waits for the group to settle, three seconds on a cluster's defaults.
 * Source: Kafka 4.3 `ConsoleConsumerOptions.checkConsumerGroup`, `buildConsumerProps`.
 */
import { Consumer, type ConsumerConfigs } from '../client/consumer/consumer.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Io } from './io.ts'
import { UsageError } from './usage-error.ts'

const NAMES = 100_000
const POLL_MS = 1000

/** Who sets one of these means to be a member in earnest. */
const earnest = [
  'enable.auto.commit',
  'auto.commit.interval.ms',
  'group.instance.id',
  'group.protocol',
  'group.remote.assignor',
  'partition.assignment.strategy',
]

/**
 * Put the group's settings into `configs`.
 * @param given as it was given in different places; undefined where it was not
 * @returns the name of a group that is made up, and not to be read in; undefined: `configs` has its group
 */
export function chooseGroup(
  configs: Record<string, string>,
  given: readonly (string | undefined)[],
  random = Math.random,
): string | undefined {
  const names = new Set(given.filter(name => name !== undefined))
  if (names.size > 1)
    throw new UsageError(
      `The group ids provided in different places (directly using '--group', via '--consumer-property', or via '--consumer.config') do not match. Detected group ids: ${[...names].map(name => `'${name}'`).join(', ')}`,
    )
  const [name] = names
  if (name !== undefined) {
    configs['group.id'] = name
    return undefined
  }
  const madeUp = `console-consumer-${Math.floor(random() * NAMES)}`
  if (!earnest.some(setting => configs[setting] !== undefined)) return madeUp
  configs['group.id'] = madeUp
  configs['enable.auto.commit'] ??= 'false'
  return undefined
}

/** A member of a made-up group, in the background. Nothing is made before it joins: a start is not kept waiting. */
export class MadeUpGroup {
  readonly #io: Io
  readonly #configs: ConsumerConfigs
  readonly #wish: readonly string[] | RegExp
  #consumer: Consumer | undefined
  #work: Promise<void> | undefined

  constructor(io: Io, configs: ConsumerConfigs, groupId: string, wish: readonly string[] | RegExp) {
    this.#io = io
    this.#configs = { ...configs, 'group.id': groupId, 'enable.auto.commit': 'false' }
    this.#wish = wish
  }

  /** Join, if it has not yet. */
  join(): void {
    if (this.#consumer) return
    this.#consumer = new Consumer(this.#configs)
    this.#work = this.#stay(this.#consumer).catch(error => {
      // It is for show: what is read does not depend on it.
      if (!(error instanceof KafkaError)) throw error
      if (!this.#closed) this.#io.warn(`WARN No group shows that this consumer is here: ${error.message}`)
    })
  }

  #closed = false
  async #stay(consumer: Consumer): Promise<void> {
    await consumer.subscribe(this.#wish, { onPartitionsAssigned: partitions => consumer.pause(partitions) })
    while (!this.#closed) await consumer.poll(POLL_MS)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#consumer?.wakeup()
    await this.#consumer?.close(POLL_MS)
    await this.#work
  }
}
