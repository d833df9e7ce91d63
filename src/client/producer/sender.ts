/**
 * Batches to leaders: one Produce request per broker carries the next batch of each of its partitions that is due; up to
 * max.in.flight.requests.per.connection requests are under way. What becomes of them is in `outcomes.ts`.
 * Source: Kafka 4.3 `Sender`.
 */
import type { Timer } from '../../lib/clock.ts'
import { ZERO_UUID } from '../../lib/uuid.ts'
import type { KafkaError } from '../../protocol/errors.ts'
import { Produce, type ProduceResponse } from '../../protocol/generated/apis/00-produce.ts'
import type { Uuid } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'
import type { Accumulator } from './accumulator.ts'
import type { Batch, Identity } from './batch.ts'
import type { Identities } from './identity.ts'
import type { Lane } from './lane.ts'
import { type Batches, type OutcomeOptions, Outcomes } from './outcomes.ts'

export interface SenderOptions extends OutcomeOptions {
  lingerMs: number
  requestTimeoutMs: number
  maxRequestSize: number
  maxInFlight: number
}

/** The first version that names topics by id, and the last that names them by name. */
const BY_ID = 13

export class Sender {
  readonly #cluster: Cluster
  readonly #accumulator: Accumulator
  readonly #identities: Identities
  readonly #o: SenderOptions
  /** By broker: requests without an answer. */
  readonly #inFlight = new Map<number, number>()
  readonly #outcomes: Outcomes
  #timer: Timer | undefined
  #woken = false
  /** Batches that somebody flushes leave at once, linger or not. */
  #flushing = 0
  #stopped = false

  constructor(cluster: Cluster, accumulator: Accumulator, identities: Identities, options: SenderOptions) {
    this.#cluster = cluster
    this.#accumulator = accumulator
    this.#identities = identities
    this.#o = options
    this.#outcomes = new Outcomes(cluster, accumulator, identities, () => this.#update(), options)
    cluster.onUpdate(() => this.wake())
  }

  /** Something was appended, or answered elsewhere: look, once, when this turn is over. */
  wake(): void {
    if (this.#woken || this.#stopped) return
    this.#woken = true
    setImmediate(() => {
      this.#woken = false
      this.#look()
    })
  }

  /** No record is taken or sent any more, for this reason. */
  get fatal(): KafkaError | undefined {
    return this.#outcomes.fatal
  }

  /** Told of every batch that is given up: for those who append without a callback. */
  set onLost(fn: (batch: Batch, error: KafkaError) => void) {
    this.#outcomes.onLost = fn
  }

  /** Resolves when some batch is done, or after `timeoutMs`. */
  changed(timeoutMs?: number): Promise<boolean> {
    return this.#outcomes.changed.wait(this.#cluster.clock, timeoutMs)
  }

  /** Resolves when all that was appended before is answered, one way or another. */
  async flush(): Promise<void> {
    const { incomplete } = this.#accumulator
    const waiting = [...incomplete]
    const open = (batch: Batch): boolean => incomplete.has(batch) || batch.parts.some(open)
    this.#flushing++
    this.wake()
    try {
      while (waiting.some(open) && !this.#stopped) await this.changed()
    } finally {
      this.#flushing--
    }
  }

  /** Give up everything that is not in flight, for one reason. */
  abandon(error: KafkaError): void {
    this.#outcomes.abandon(error)
  }

  /** No way on: all is given up, now and later. */
  fail(error: KafkaError): void {
    this.#outcomes.fail(error)
  }

  /** What is still there is given up. */
  stop(error: KafkaError): void {
    this.fail(error)
    this.#stopped = true
    this.#timer?.cancel()
    this.#outcomes.changed.ring()
  }

  #look(): void {
    if (this.#stopped || this.#accumulator.active.size === 0) return
    if (this.fatal) return this.abandon(this.fatal)
    const now = this.#cluster.clock.monotonic()
    let identity = this.#identities.current()
    let soonest = Number.POSITIVE_INFINITY
    const byNode = new Map<number, Lane[]>()
    for (const lane of this.#accumulator.active) {
      this.#outcomes.expire(lane, now)
      if (lane.isEmpty) {
        this.#accumulator.active.delete(lane)
        continue
      }
      if (lane.wantsEpoch) {
        this.#identities.bump()
        identity = this.#identities.current()
      }
      if (identity === null) continue
      const wait = this.#waitFor(lane, identity, now)
      if (wait > 0) soonest = Math.min(soonest, wait)
      if (wait !== 0) continue
      const leader = this.#cluster.metadata.leaderOf(lane.topic, lane.partition)
      if (leader < 0) soonest = Math.min(soonest, this.#leaderless(lane, now))
      else if (this.#identities.admits(lane)) {
        const lanes = byNode.get(leader)
        if (lanes) lanes.push(lane)
        else byNode.set(leader, [lane])
      }
    }
    for (const [node, lanes] of byNode) this.#serve(node, lanes, identity ?? undefined, now)
    this.#arm(Math.min(soonest, this.#untilExpiry(now)))
  }

  /** Milliseconds until the lane's next batch may leave; -1 when that takes an answer first. */
  #waitFor(lane: Lane, identity: Identity | undefined, now: number): number {
    const batch = lane.next(identity === undefined || lane.adopt(identity))
    if (!batch) return -1
    const due = batch.state !== 'filling' || this.#flushing > 0 || !this.#accumulator.hasRoom
    const lingers = due ? 0 : batch.createdAt + this.#o.lingerMs - now
    return Math.max(0, lingers, lane.notBefore - now)
  }

  /** Look for a leader. @returns when to come back, at the latest */
  #leaderless(lane: Lane, now: number): number {
    const { firstMs } = this.#cluster.retryBackoff
    lane.notBefore = now + firstMs
    this.#update()
    return firstMs
  }

  /** Records wait for these topics, so they may be made. Without an answer the lanes come back here by their own time. */
  #update(): void {
    this.#cluster.update(true).catch(() => this.wake())
  }

  #untilExpiry(now: number): number {
    let oldest = Number.POSITIVE_INFINITY
    for (const { sent, pending } of this.#accumulator.active)
      oldest = Math.min(oldest, sent[0]?.createdAt ?? pending[0]?.createdAt ?? oldest)
    return Math.max(1, oldest + this.#o.deliveryTimeoutMs - now)
  }

  #arm(ms: number): void {
    this.#timer?.cancel()
    this.#timer = Number.isFinite(ms) ? this.#cluster.clock.after(Math.max(1, ms), () => this.#look()) : undefined
  }

  /** Requests to one broker, until its lanes have nothing due, or enough is under way. */
  #serve(node: number, lanes: readonly Lane[], identity: Identity | undefined, now: number): void {
    const { maxInFlight, maxRequestSize } = this.#o
    while ((this.#inFlight.get(node) ?? 0) < maxInFlight) {
      const batches: [Lane, Batch][] = []
      let size = 0
      for (const lane of lanes) {
        if (this.#waitFor(lane, identity, now) !== 0) continue
        const batch = lane.next()!
        const most = batch.bytes?.length ?? batch.builder.uncompressedSize
        if (batches.length > 0 && size + most > maxRequestSize) continue
        lane.send(batch)
        size += batch.bytes!.length
        batches.push([lane, batch])
      }
      if (batches.length === 0) return
      this.#request(node, batches)
    }
  }

  #request(node: number, batches: Batches): void {
    this.#inFlight.set(node, (this.#inFlight.get(node) ?? 0) + 1)
    const over = () => {
      this.#inFlight.set(node, this.#inFlight.get(node)! - 1)
      // At once: the next batches leave with the answer, not a turn later.
      this.#look()
    }
    const refused = (error: KafkaError) => {
      for (const [lane, batch] of batches) this.#outcomes.refused(lane, batch, error)
      over()
    }
    this.#cluster.reach(node).then(
      () =>
        this.#ask(node, batches).then(answer => {
          if (answer) this.#outcomes.answered(batches, answer.response, answer.names)
          else for (const [lane, batch] of batches) this.#outcomes.written(lane, batch, -1, -1)
          over()
        }, refused),
      error => {
        // Never sent: that counts towards delivery.timeout.ms, not towards `retries`.
        for (const [, batch] of batches) batch.attempts--
        refused(error)
      },
    )
  }

  /** @returns the answer, and the topics of the ids in it, which metadata may have forgotten by then; undefined with acks=0 */
  async #ask(
    node: number,
    batches: Batches,
  ): Promise<{ response: ProduceResponse; names: ReadonlyMap<Uuid, string> } | undefined> {
    const topics = new Map<string, { index: number; records: Buffer }[]>()
    for (const [{ topic, partition }, { bytes }] of batches) {
      const partitions = topics.get(topic)
      if (partitions) partitions.push({ index: partition, records: bytes! })
      else topics.set(topic, [{ index: partition, records: bytes! }])
    }
    const idOf = (topic: string) => this.#cluster.metadata.topic(topic)?.id ?? ZERO_UUID
    const named = [...topics].map(([name, partitionData]) => ({ name, topicId: idOf(name), partitionData }))
    const byId = named.every(({ topicId }) => topicId !== ZERO_UUID)
    const { acks, transactionalId, requestTimeoutMs: timeoutMs } = this.#o
    const init = { transactionalId, acks, timeoutMs, topicData: named }
    const maxVersion = Math.min(this.#identities.maxVersion, byId ? Produce.max : BY_ID - 1)
    if (acks !== 0) {
      const response = await this.#cluster.request(Produce, node, init, { timeoutMs, maxVersion })
      return { response, names: new Map(named.map(({ name, topicId }) => [topicId, name])) }
    }
    await this.#cluster.tell(Produce, node, init, { maxVersion })
    return undefined
  }
}
