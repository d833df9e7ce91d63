/**
 * Who an idempotent producer is to brokers: a producer id from the cluster, and an epoch that it raises by itself when a
 * partition's numbers have a hole (KIP-360). Without idempotence: nobody.
 */
import { errorName, KafkaError } from '../../protocol/errors.ts'
import { Produce } from '../../protocol/generated/apis/00-produce.ts'
import { InitProducerId } from '../../protocol/generated/apis/22-init-producer-id.ts'
import { ANY, type Cluster } from '../cluster.ts'
import type { Identity } from './batch.ts'
import type { Lane } from './lane.ts'

/** What the sender needs to know of who it sends for. */
export interface Identities {
  /** Undefined: batches carry none. Null: there is none yet, and it is being asked for. */
  current(): Identity | undefined | null
  /** A lane needs a new epoch. */
  bump(): void
  /** Whether a partition may be written to now; when not, it is made so, and the sender is woken. */
  admits(lane: Lane): boolean
  /** Highest version of Produce: a transaction of the first kind must not look like one of the second (KIP-890). */
  readonly maxVersion: number
  /** A batch was given up. */
  failed(error: KafkaError): void
}

/** Epochs are int16. */
export const EPOCH_MAX = 0x7fff
/** Means nothing without a transactional id, and must be above 0: what Java sends. */
const NO_TRANSACTION_TIMEOUT_MS = 2 ** 31 - 1

export const anonymous: Identities = {
  current: () => undefined,
  bump: () => {},
  admits: () => true,
  maxVersion: Produce.max,
  failed: () => {},
}

export class IdempotentIdentity implements Identities {
  readonly #cluster: Cluster
  readonly #timeoutMs: number
  readonly #onChange: (error?: KafkaError) => void
  #identity: Identity | undefined
  #asking = false
  readonly maxVersion = Produce.max

  /** @param onChange called when there is an identity, or none can be had */
  constructor(cluster: Cluster, timeoutMs: number, onChange: (error?: KafkaError) => void) {
    this.#cluster = cluster
    this.#timeoutMs = timeoutMs
    this.#onChange = onChange
  }

  current(): Identity | null {
    if (!this.#identity) this.#ask()
    return this.#identity ?? null
  }

  bump(): void {
    if (!this.#identity) return
    const { id, epoch } = this.#identity
    this.#identity = epoch < EPOCH_MAX ? { id, epoch: epoch + 1 } : undefined
  }

  #ask(): void {
    if (this.#asking) return
    this.#asking = true
    const asked = this.#cluster.retry(async () => {
      const answer = await this.#cluster.request(InitProducerId, ANY, {
        transactionalId: null,
        transactionTimeoutMs: NO_TRANSACTION_TIMEOUT_MS,
      })
      const name = errorName(answer.errorCode)
      if (name !== 'NONE') throw new KafkaError(name, `The broker gives no producer id: ${name}`)
      return { id: answer.producerId, epoch: answer.producerEpoch }
    }, this.#timeoutMs)
    asked.then(
      identity => {
        this.#asking = false
        this.#identity = identity
        this.#onChange()
      },
      error => {
        this.#asking = false
        this.#onChange(error as KafkaError)
      },
    )
  }

  admits(): boolean {
    return true
  }

  failed(): void {}
}
