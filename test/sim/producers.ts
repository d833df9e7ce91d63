/**
 * Transactional producers as their libraries behave: one request at a time, repeated when its answer is lost, with the epoch
 * of their transaction and a sequence for each partition. They write values that nobody else writes, and remember what they
 * were told about them.
 */
import type { Random } from '../../src/lib/random.ts'
import { type ErrorName, errorName } from '../../src/protocol/errors.ts'
import { Produce } from '../../src/protocol/generated/apis/00-produce.ts'
import { InitProducerId } from '../../src/protocol/generated/apis/22-init-producer-id.ts'
import { AddPartitionsToTxn } from '../../src/protocol/generated/apis/24-add-partitions-to-txn.ts'
import { AddOffsetsToTxn } from '../../src/protocol/generated/apis/25-add-offsets-to-txn.ts'
import { EndTxn } from '../../src/protocol/generated/apis/26-end-txn.ts'
import { TxnOffsetCommit } from '../../src/protocol/generated/apis/28-txn-offset-commit.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import type { SimNode } from './node.ts'

/** What became of a transaction, as far as its producer knows. */
export type Fate = 'open' | 'asked to commit' | 'committed' | 'aborted'

/** A transaction: what was written in it, and what was promised. */
export interface Deed {
  readonly number: number
  fate: Fate
  /** `0:17` is value 17 in partition 0; acknowledged ones. */
  readonly acknowledged: Set<string>
  /** All that may be in the log. */
  readonly sent: Set<string>
  /** The offset that the group's position is set to, if that was acknowledged. */
  offset: number | undefined
}

export interface Stage {
  readonly random: Random
  readonly partitions: number
  node(): SimNode
  nextValue(): number
  now(): number
  newDeed(): Deed
  /** The offset will be the group's if the transaction commits. */
  offsetSent(offset: number, deed: Deed): void
  /** A commit was acknowledged. */
  done(deed: Deed): void
  note(line: string): void
}

const GROUP = 'g'
/** Errors after which a library tries the same again. */
const again: readonly ErrorName[] = [
  'CONCURRENT_TRANSACTIONS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_ENOUGH_REPLICAS',
  'KAFKA_STORAGE_ERROR',
  'NOT_LEADER_OR_FOLLOWER',
  'UNKNOWN_TOPIC_OR_PARTITION',
]
/** Errors after which the transaction can only be aborted. */
const abortable: readonly ErrorName[] = ['TRANSACTION_ABORTABLE', 'INVALID_TXN_STATE', 'INVALID_PRODUCER_ID_MAPPING']

export class TxnProducer {
  readonly name: string
  readonly id: string
  readonly #stage: Stage
  /** transaction.version 2: partitions add themselves, each transaction has an epoch. */
  readonly #modern: boolean
  dead = false
  #busy = false
  #connection = 0
  #state: 'new' | 'ready' | 'open' | 'committing' | 'aborting' = 'new'
  #producerId = -1
  #epoch = -1
  #sequences = new Map<number, number>()
  #added = new Set<string>()
  #deed: Deed | undefined
  /** The request whose answer was lost, to be sent again as it was. */
  #repeat: (() => void) | undefined

  constructor(name: string, id: string, stage: Stage, modern: boolean) {
    this.name = name
    this.id = id
    this.#stage = stage
    this.#modern = modern
  }

  get busy(): boolean {
    return this.#busy
  }

  get idle(): boolean {
    return this.#state === 'ready'
  }

  disconnect(): void {
    this.#connection++
    this.#busy = false
  }

  /** The answer goes to `heard`, unless the connection is lost before: then the same is asked again. */
  #ask(send: (node: SimNode) => Promise<ErrorName>, heard: (error: ErrorName) => void): void {
    const ask = () => {
      const connection = this.#connection
      this.#busy = true
      this.#repeat = ask
      const arrived = (error: ErrorName) => {
        if (connection !== this.#connection || this.dead) return
        this.#busy = false
        if (error !== 'NONE') this.#stage.note(`${this.name} hears ${error}`)
        if (again.includes(error)) return
        this.#repeat = undefined
        heard(error)
      }
      send(this.#stage.node()).then(arrived)
    }
    ask()
  }

  /** One thing that it does now. */
  act(): void {
    const { random } = this.#stage
    if (this.#repeat) return this.#repeat()
    switch (this.#state) {
      case 'new':
        return this.#init()
      case 'ready':
        this.#deed = this.#stage.newDeed()
        this.#state = 'open'
        return this.#produce()
      case 'open': {
        const dice = random.below(10)
        if (dice < 5) return this.#produce()
        if (dice < 7) return this.#sendOffset()
        this.#state = dice < 9 ? 'committing' : 'aborting'
        return this.#end()
      }
      default:
        return this.#end()
    }
  }

  /** It ends what it has begun, and begins nothing new. */
  finish(): void {
    if (this.#repeat) return this.#repeat()
    if (this.#state === 'open') this.#state = 'committing'
    if (this.#state === 'committing' || this.#state === 'aborting') this.#end()
    else if (this.#state === 'new') this.#init()
  }

  #init(): void {
    this.#ask(
      async node => {
        const request = { transactionalId: this.id, transactionTimeoutMs: 20_000, producerId: -1, producerEpoch: -1 }
        const { errorCode, producerId, producerEpoch } = await node.ask(InitProducerId, 5, request)
        if (errorCode === 0) {
          this.#producerId = producerId
          this.#epoch = producerEpoch
        }
        return errorName(errorCode)
      },
      error => {
        if (error !== 'NONE') this.dead = true
        this.#sequences.clear()
        this.#added.clear()
        this.#state = 'ready'
      },
    )
  }

  /** After an error of a request within the transaction. */
  #trouble(error: ErrorName): void {
    if (error === 'NONE') return
    if (abortable.includes(error) && this.#state === 'open') this.#state = 'aborting'
    else this.dead = true
  }

  #produce(): void {
    const { random, partitions } = this.#stage
    const index = random.below(partitions)
    if (!this.#modern && !this.#added.has(`orders-${index}`)) return this.#add(index)
    const deed = this.#deed!
    const values = Array.from({ length: 1 + random.below(3) }, () => `${index}:${this.#stage.nextValue()}`)
    const baseSequence = this.#sequences.get(index) ?? 0
    for (const value of values) deed.sent.add(value)
    const batch = () =>
      encodeBatch({
        records: values.map(value => ({ timestamp: this.#stage.now(), value: Buffer.from(value) })),
        producerId: this.#producerId,
        producerEpoch: this.#epoch,
        baseSequence,
        isTransactional: true,
      })
    this.#stage.note(`${this.name} writes ${values} in deed ${deed.number} with ${this.#producerId}/${this.#epoch}`)
    this.#ask(
      async node => {
        const { responses } = await node.ask(Produce, this.#modern ? 12 : 11, {
          transactionalId: this.id,
          acks: -1,
          timeoutMs: 5000,
          topicData: [{ name: 'orders', partitionData: [{ index, records: batch() }] }],
        })
        return errorName(responses[0]!.partitionResponses[0]!.errorCode)
      },
      error => {
        if (error === 'DUPLICATE_SEQUENCE_NUMBER') error = 'NONE'
        if (error !== 'NONE') return this.#trouble(error)
        this.#sequences.set(index, baseSequence + values.length)
        for (const value of values) deed.acknowledged.add(value)
      },
    )
  }

  #add(index: number): void {
    this.#ask(
      async node => {
        const { resultsByTopicV3AndBelow } = await node.ask(AddPartitionsToTxn, 3, {
          v3AndBelowTransactionalId: this.id,
          v3AndBelowProducerId: this.#producerId,
          v3AndBelowProducerEpoch: this.#epoch,
          v3AndBelowTopics: [{ name: 'orders', partitions: [index] }],
        })
        return errorName(resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!.partitionErrorCode)
      },
      error => {
        if (error === 'NONE') this.#added.add(`orders-${index}`)
        this.#trouble(error)
      },
    )
  }

  #sendOffset(): void {
    const deed = this.#deed!
    if (!this.#modern && !this.#added.has(GROUP))
      return this.#ask(
        async node => {
          const request = { transactionalId: this.id, producerId: this.#producerId, producerEpoch: this.#epoch }
          const { errorCode } = await node.ask(AddOffsetsToTxn, 3, { ...request, groupId: GROUP })
          return errorName(errorCode)
        },
        error => {
          if (error === 'NONE') this.#added.add(GROUP)
          this.#trouble(error)
        },
      )
    const offset = this.#stage.nextValue()
    this.#stage.offsetSent(offset, deed)
    this.#stage.note(`${this.name} sends offset ${offset} in deed ${deed.number}`)
    this.#ask(
      async node => {
        const { topics } = await node.ask(TxnOffsetCommit, this.#modern ? 5 : 3, {
          transactionalId: this.id,
          groupId: GROUP,
          producerId: this.#producerId,
          producerEpoch: this.#epoch,
          topics: [
            { name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: offset, committedMetadata: '' }] },
          ],
        })
        return errorName(topics[0]!.partitions[0]!.errorCode)
      },
      error => {
        if (error === 'NONE') deed.offset = offset
        this.#trouble(error)
      },
    )
  }

  #end(): void {
    const deed = this.#deed!
    const committed = this.#state === 'committing'
    if (!this.#modern && this.#added.size === 0) {
      // Nothing was added: an old library does not ask.
      deed.fate = committed ? 'committed' : 'aborted'
      this.#state = 'ready'
      return
    }
    if (committed) deed.fate = 'asked to commit'
    this.#stage.note(
      `${this.name} ${committed ? 'commits' : 'aborts'} deed ${deed.number} with ${this.#producerId}/${this.#epoch}`,
    )
    this.#ask(
      async node => {
        const request = {
          transactionalId: this.id,
          producerId: this.#producerId,
          producerEpoch: this.#epoch,
          committed,
        }
        const answer = await node.ask(EndTxn, this.#modern ? 5 : 3, request)
        if (answer.errorCode === 0 && this.#modern) this.#next = answer
        return errorName(answer.errorCode)
      },
      error => {
        if (error !== 'NONE') {
          // It does not know: another has taken its id, or its transaction has timed out.
          this.dead = true
          return
        }
        deed.fate = committed ? 'committed' : 'aborted'
        if (committed) this.#stage.done(deed)
        if (this.#modern && this.#next) {
          this.#producerId = this.#next.producerId
          this.#epoch = this.#next.producerEpoch
          this.#sequences.clear()
        }
        this.#added.clear()
        this.#state = 'ready'
      },
    )
  }

  #next: { producerId: number; producerEpoch: number } | undefined
}
