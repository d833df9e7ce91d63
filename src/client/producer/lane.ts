/**
 * One partition's batches in their order, and their numbers. This is what keeps an idempotent producer's records in order and
 * once each: it says which batch may go next, and what an answer means for those behind it. No I/O, no clock.
 *
 * A broker takes a batch when its sequence follows that of the batch before it, from the same producer id and epoch, and knows
 * the last five when they come again. So the oldest without an answer and the newest are within five, and:
 * - the first batch goes alone: a broker that does not know the producer takes any sequence, so the second one would be taken
 *   where the first one was refused (Kafka's own producer runs that risk);
 * - a batch that was refused for now is sent again, under its number, before any that was not sent yet;
 * - a batch that is out of order, while an older one is still to be sent again, comes after that one;
 * - a batch whose fate will never be known (given up after it was sent) leaves a gap: nothing new is numbered until those
 *   behind it are answered. When they were taken, it had been, too; when they are out of order, it had not;
 * - a batch that was refused for good leaves a hole in the numbers. The producer then takes a new epoch, and what is left is
 *   numbered from 0 under it: once what was sent before the hole is answered, and nothing is in flight here, so that nothing
 *   can arrive twice.
 *
 * Source: KIP-98, KIP-360, KIP-484; Kafka 4.3 `TransactionManager`, `TxnPartitionMap`, `Sender`.
 */
import type { KafkaError } from '../../protocol/errors.ts'
import type { ProducerId } from '../../protocol/types.ts'
import type { Batch, Identity } from './batch.ts'

/** What becomes of a batch that was refused. */
export type Verdict = 'retry' | 'split' | 'fail' | 'written'

export interface LaneOptions {
  idempotent: boolean
  transactional: boolean
  /** Batches without an answer, at most: the five that a broker remembers. */
  maxInFlight: number
}

export class Lane {
  readonly topic: string
  readonly partition: number
  readonly #o: LaneOptions
  /** Not sent yet, oldest first; the last may still be filled. */
  readonly pending: Batch[] = []
  /** Sent, oldest first: in flight, or to be sent again; and those done behind them, for the broker's memory counts them. */
  readonly sent: Batch[] = []
  /** The batch that records go into now. */
  filling: Batch | undefined
  /** Not before then: an error said to wait. */
  notBefore = 0
  /** Bytes that came here since records without keys do. */
  stickyBytes = 0
  /** Under which `sent` is numbered. */
  identity: Identity | undefined
  #nextSequence = 0
  /** The sequence that the broker expects next, as far as its answers say. */
  #expected = 0
  /** The producer id under which the broker has taken a batch here. */
  #knownId: ProducerId | undefined
  #gap = false
  #hole = false
  /** Those sent before the hole: their numbers are good. */
  readonly #before = new Set<Batch>()

  constructor(topic: string, partition: number, options: LaneOptions) {
    this.topic = topic
    this.partition = partition
    this.#o = options
  }

  get isEmpty(): boolean {
    return this.pending.length === 0 && this.sent.length === 0
  }

  get inFlight(): number {
    let count = 0
    for (const { state } of this.sent) if (state === 'inFlight') count++
    return count
  }

  /** The broker has no batch of this producer yet, as far as its answers say. */
  get #isStranger(): boolean {
    return this.identity !== undefined && this.#knownId !== this.identity.id
  }

  /**
   * The batch to send next: one to be sent again, or a new one; undefined when an answer, or a new epoch, must come first.
   * @param fresh whether a new one may be numbered (see `adopt`)
   */
  next(fresh = true): Batch | undefined {
    if (this.#isStranger && this.sent[0]?.state === 'inFlight') return undefined
    for (const batch of this.sent.slice(0, this.#o.maxInFlight)) {
      if (this.#hole && !this.#before.has(batch)) return undefined
      if (batch.state === 'retry') return batch
    }
    if (!fresh || this.#hole || this.#gap || this.sent.length >= this.#o.maxInFlight) return undefined
    return this.pending[0]
  }

  /** Whether a new epoch is needed before anything goes on, and nothing stands in its way. */
  get wantsEpoch(): boolean {
    return this.#hole && this.inFlight === 0 && this.#before.size === 0
  }

  /**
   * Go over to another identity, and number what is to be sent again from 0 under it: when nothing is in flight, and what was
   * sent under the old one is answered, or cannot be there.
   * @returns whether new batches may be numbered under `identity`
   */
  adopt(identity: Identity): boolean {
    if (identity === this.identity) return true
    if (this.inFlight > 0 || (this.sent.length > 0 && !this.wantsEpoch)) return false
    this.#hole = this.#gap = false
    this.identity = identity
    this.#expected = 0
    let sequence = 0
    for (const batch of this.sent.splice(0)) {
      if (batch.state === 'done') continue
      this.sent.push(batch)
      batch.renumber(identity, sequence)
      sequence = batch.nextSequence
    }
    this.#nextSequence = sequence
    return true
  }

  /** Take `batch`, which `next` gave, to be sent now. A new one gets its number under the identity that was adopted. */
  send(batch: Batch): void {
    if (batch.state !== 'retry') {
      this.pending.shift()
      this.sent.push(batch)
      if (this.filling === batch) {
        this.filling = undefined
        this.stickyBytes += batch.builder.uncompressedSize
      }
      batch.seal(this.identity, this.#nextSequence, this.#o.transactional)
      if (this.identity) this.#nextSequence = batch.nextSequence
    }
    batch.state = 'inFlight'
    batch.attempts++
  }

  /** The broker has it. */
  written(batch: Batch): void {
    batch.state = 'done'
    this.#before.delete(batch)
    this.#shift()
    if (batch.sequence >= 0) {
      this.#expected = batch.nextSequence
      this.#knownId = this.identity?.id
    }
    this.#settle()
  }

  /**
   * What an error means for `batch`; call `retry`, `replace`, `written` or `lost` accordingly.
   * @param tries whether it may be tried again, by `retries` and delivery.timeout.ms
   */
  judge(batch: Batch, error: KafkaError, tries: boolean): Verdict {
    const { idempotent, transactional } = this.#o
    if (error.name === 'DUPLICATE_SEQUENCE_NUMBER') return 'written'
    if (error.name === 'MESSAGE_TOO_LARGE' && batch.count > 1 && !batch.abandoned) return 'split'
    if (!tries || batch.abandoned) return 'fail'
    if (!idempotent) return error.retriable ? 'retry' : 'fail'
    if (error.name === 'OUT_OF_ORDER_SEQUENCE_NUMBER') {
      if (this.sent[0] !== batch) return 'retry'
      // The broker lacks what came before: given up here (a gap), or lost there.
      if (!transactional) this.#holeBefore(batch)
      return transactional ? 'fail' : 'retry'
    }
    // The broker forgot this producer. What it acknowledged is there; a new epoch begins at 0.
    if (error.name === 'UNKNOWN_PRODUCER_ID' && !transactional) {
      this.#holeBefore(batch)
      return 'retry'
    }
    return error.retriable ? 'retry' : 'fail'
  }

  retry(batch: Batch): void {
    batch.state = 'retry'
  }

  /** Send `parts` in its place. */
  replace(batch: Batch, parts: readonly Batch[]): void {
    this.sent.splice(this.sent.indexOf(batch), 1, ...parts)
    batch.state = 'done'
  }

  /**
   * It is given up.
   * @param refused whether it is known not to be there; otherwise, once it was sent, nobody knows
   */
  lost(batch: Batch, refused: boolean): void {
    if (batch.sequence >= 0 && this.#o.idempotent) {
      if (refused) this.#holeBefore(batch)
      else this.#gap = true
    }
    this.#remove(batch)
    this.#settle()
  }

  #holeBefore(batch: Batch): void {
    this.#hole = true
    this.#before.clear()
    for (const older of this.sent) {
      if (older === batch) break
      if (older.state !== 'done') this.#before.add(older)
    }
  }

  #remove(batch: Batch): void {
    const at = this.sent.indexOf(batch)
    if (at >= 0) this.sent.splice(at, 1)
    this.#before.delete(batch)
    const waiting = this.pending.indexOf(batch)
    if (waiting >= 0) this.pending.splice(waiting, 1)
    if (this.filling === batch) this.filling = undefined
    batch.state = 'done'
    this.#shift()
  }

  #shift(): void {
    while (this.sent[0]?.state === 'done') this.sent.shift()
  }

  /** All are answered: whether the broker expects what comes next here tells whether the lost one had arrived. */
  #settle(): void {
    if (!this.#gap || this.sent.length > 0) return
    this.#gap = false
    if (this.#expected !== this.#nextSequence) this.#hole = true
  }
}
