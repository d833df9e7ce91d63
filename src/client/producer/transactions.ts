/**
 * A transactional producer's side of a transaction: which state it is in, who it is, which partitions take part, and how it
 * ends. What it asks for that is in `transaction-requests.ts`.
 *
 * Two protocols, by the cluster's feature transaction.version. In the first (KIP-98) each partition and group is added before
 * it is written to, and the epoch is raised only after an error. In the second (KIP-890, level 2) writing adds it, and every
 * end raises the epoch: a late request of one transaction can not end up in the next.
 *
 *   uninitialized → ready ⇄ open → ending → ready       an error: open → abortable (only abort helps), any → fatal (nothing does)
 *
 * Source: KIP-98, KIP-360, KIP-447, KIP-890; Kafka 4.3 `TransactionManager`.
 * Not here: two-phase commit from outside (KIP-939).
 */
import { type ErrorName, KafkaError } from '../../protocol/errors.ts'
import type { Cluster } from '../cluster.ts'
import type { CommittedOffset, GroupMetadata } from '../offsets.ts'
import { mayRetry } from '../retry.ts'
import type { Identity } from './batch.ts'
import type { Identities } from './identity.ts'
import type { Lane } from './lane.ts'
import type { Sender } from './sender.ts'
import { TransactionRequests, type TransactionsOptions } from './transaction-requests.ts'

type State = 'uninitialized' | 'ready' | 'open' | 'ending' | 'abortable' | 'fatal'

/** The level of the feature transaction.version from which on the second protocol is spoken. */
const SECOND = 2

/** Somebody else has the id now, or the coordinator takes nothing more of this one: a new producer must be made. */
const fatalErrors: ReadonlySet<ErrorName> = new Set([
  'PRODUCER_FENCED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_PRODUCER_ID_MAPPING',
  'UNSUPPORTED_VERSION',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
])
/** Of the coordinators' answers: the transaction is lost, the producer is not. */
const abortableErrors: ReadonlySet<ErrorName> = new Set([
  'TRANSACTION_ABORTABLE',
  'UNKNOWN_PRODUCER_ID',
  'GROUP_AUTHORIZATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
  'OPERATION_NOT_ATTEMPTED',
  'FENCED_INSTANCE_ID',
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'REBALANCE_IN_PROGRESS',
  'STALE_MEMBER_EPOCH',
  'GROUP_ID_NOT_FOUND',
])

export class Transactions implements Identities {
  readonly #cluster: Cluster
  readonly #requests: TransactionRequests
  readonly #sender: () => Sender
  #state: State = 'uninitialized'
  #identity: Identity | undefined
  #error: KafkaError | undefined
  /** Something was written, or a partition or group added: there is a transaction to end. */
  #started = false
  /** The epoch must be raised before the next transaction: the broker may expect other sequences. */
  #wantsEpoch = false
  /** Partitions in this transaction, as `topic-partition`. */
  readonly #added = new Set<string>()
  readonly #toAdd = new Map<string, Lane>()
  #adding: Promise<void> | undefined
  /** The end that is under way, or was not answered: only the same may be asked for again. */
  #ending: 'commit' | 'abort' | undefined

  constructor(cluster: Cluster, sender: () => Sender, options: TransactionsOptions) {
    this.#cluster = cluster
    this.#sender = sender
    this.#requests = new TransactionRequests(cluster, options)
  }

  get state(): State {
    return this.#state
  }

  get maxVersion(): number {
    return this.#requests.maxVersion
  }

  current(): Identity | null {
    return this.#identity ?? null
  }

  /** Sequences with a hole are not mended within a transaction: it fails, and its end raises the epoch. */
  bump(): void {
    this.#wantsEpoch = true
  }

  /** @throws {KafkaError} when records cannot be sent now */
  checkOpen(): void {
    this.#throwError()
    if (this.#state !== 'open') throw wrongState('send a record', this.#state, 'beginTransaction() comes before')
  }

  admits(lane: Lane): boolean {
    if (this.#state !== 'open' && this.#state !== 'ending') return false
    this.#started ||= this.#requests.second
    if (this.#requests.second) return true
    const key = `${lane.topic}-${lane.partition}`
    if (this.#added.has(key)) return true
    this.#toAdd.set(key, lane)
    this.#adding ??= Promise.resolve()
      .then(() => this.#addPartitions())
      .catch(error => this.#judge(error))
      .finally(() => {
        this.#adding = undefined
        this.#sender().wake()
      })
    return false
  }

  /** A batch was given up: the transaction cannot be whole any more. */
  failed(error: KafkaError): void {
    if (this.#state === 'fatal' || this.#state === 'uninitialized') return
    this.#wantsEpoch = true
    if (fatalErrors.has(error.name)) this.#die(error)
    else if (this.#state === 'open' || this.#state === 'ending') this.#spoil(error)
  }

  /** Take over the transactional id: what another producer left open is aborted, and that producer is fenced. */
  async init(): Promise<void> {
    this.#throwError()
    if (this.#state !== 'uninitialized')
      throw wrongState('initialize', this.#state, 'initTransactions() is called once')
    this.#requests.second = await this.#speaksSecond()
    await this.#initProducerId(undefined)
    this.#state = 'ready'
  }

  async #speaksSecond(): Promise<boolean> {
    return (await this.#cluster.retry(() => this.#cluster.feature('transaction.version'))) >= SECOND
  }

  async #initProducerId(previous: Identity | undefined): Promise<void> {
    this.#identity = await this.#requests.initProducerId(previous)
    this.#wantsEpoch = false
  }

  begin(): void {
    this.#throwError()
    if (this.#state !== 'ready')
      throw wrongState(
        'begin a transaction',
        this.#state,
        this.#state === 'uninitialized' ? 'initTransactions() comes before' : 'the one before is not ended',
      )
    this.#state = 'open'
    this.#started = false
    this.#added.clear()
    this.#toAdd.clear()
  }

  /** Partitions are added together: those of one turn of the event loop, and those that came while others were added. */
  async #addPartitions(): Promise<void> {
    while (this.#toAdd.size > 0 && this.#state !== 'abortable' && this.#state !== 'fatal') {
      const lanes = new Map(this.#toAdd)
      this.#toAdd.clear()
      await this.#requests.addPartitions([...lanes.values()], this.#identity!)
      this.#started = true
      for (const key of lanes.keys()) this.#added.add(key)
      this.#sender().wake()
    }
  }

  /** Commit a group's offsets with the transaction (KIP-447). */
  async sendOffsets(offsets: readonly CommittedOffset[], group: GroupMetadata): Promise<void> {
    this.#throwError()
    if (this.#state !== 'open') throw wrongState('send offsets', this.#state, 'beginTransaction() comes before')
    if (offsets.length === 0) return
    const identity = this.#identity!
    try {
      if (!this.#requests.second) await this.#requests.addOffsets(group.groupId, identity)
      this.#started = true
      await this.#requests.commitOffsets(offsets, group, identity)
    } catch (error) {
      this.#judge(error)
      throw error
    }
  }

  /** Make everything that was sent in it visible. @throws {KafkaError} when it cannot be; then abort it */
  async commit(): Promise<void> {
    this.#throwError()
    this.#begin('commit')
    await this.#sender().flush()
    await this.#adding
    this.#throwError()
    await this.#end('commit')
  }

  /** Make nothing of it visible. */
  async abort(): Promise<void> {
    if (this.#state === 'fatal') throw this.#error!
    this.#begin('abort')
    this.#toAdd.clear()
    this.#sender().abandon(new KafkaError('TRANSACTION_ABORTABLE', 'The transaction was aborted before this was sent'))
    await this.#sender().flush()
    await this.#adding
    await this.#end('abort')
  }

  #begin(ending: 'commit' | 'abort'): void {
    const again = this.#state === 'ending' && this.#ending === ending
    const spoilt = ending === 'abort' && (this.#state === 'abortable' || this.#state === 'ending')
    if (this.#state !== 'open' && !again && !spoilt)
      throw wrongState(`${ending} a transaction`, this.#state, 'beginTransaction() comes before')
    this.#state = 'ending'
    this.#ending = ending
  }

  async #end(ending: 'commit' | 'abort'): Promise<void> {
    try {
      if (this.#started) await this.#endTxn(ending === 'commit')
      // The cluster was upgraded: a new epoch keeps the first protocol's late requests out of the second's transactions.
      if (!this.#requests.second && (await this.#speaksSecond())) this.#requests.second = this.#wantsEpoch = true
      if (this.#wantsEpoch) await this.#initProducerId(this.#identity)
    } catch (error) {
      // Not answered in time: whether it ended is not known, so the same end must be asked for again.
      if (mayRetry(error)) throw error
      if (ending === 'abort') this.#die(error as KafkaError)
      else this.#judge(error)
      throw error
    }
    this.#ending = undefined
    this.#error = undefined
    this.#state = 'ready'
  }

  async #endTxn(committed: boolean): Promise<void> {
    const next = await this.#requests.endTxn(committed, this.#identity!)
    this.#started = false
    if (next === undefined) return
    this.#identity = next
    this.#wantsEpoch = false
  }

  #judge(error: unknown): void {
    if (!(error instanceof KafkaError)) throw error
    if (abortableErrors.has(error.name) || mayRetry(error)) this.#spoil(error)
    else this.#die(error)
  }

  #spoil(error: KafkaError): void {
    if (this.#state === 'ending' && this.#ending === 'abort') return
    if (this.#state === 'abortable' || this.#state === 'fatal') return
    this.#error = error
    this.#state = 'abortable'
    this.#wantsEpoch = true
    this.#sender().abandon(error)
  }

  #die(error: KafkaError): void {
    if (this.#state === 'fatal') return
    this.#error = error
    this.#state = 'fatal'
    this.#sender().fail(error)
  }

  #throwError(): void {
    if (this.#state === 'fatal') throw this.#error!
    if (this.#state === 'abortable')
      throw new KafkaError('TRANSACTION_ABORTABLE', `The transaction must be aborted: ${this.#error!.message}`, {
        cause: this.#error,
      })
  }
}

const wrongState = (what: string, state: State, hint: string) =>
  new KafkaError('INVALID_TXN_STATE', `Cannot ${what} now (${state}): ${hint}`)
