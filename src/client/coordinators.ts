/**
 * Which broker coordinates a group or a transactional id: asked once, remembered until an answer says otherwise.
 * Source: FindCoordinator v0-6 (KIP-699: several keys in one question from v4 on); Kafka 4.3 `AbstractCoordinator`.
 */
import { errorName, KafkaError } from '../protocol/errors.ts'
import { FindCoordinator } from '../protocol/generated/apis/10-find-coordinator.ts'
import type { Api } from '../protocol/message.ts'
import type { Body, Cluster, RequestOptions } from './cluster.ts'
import { ANY, type BrokerInfo } from './metadata.ts'
import { type RetryOptions, retry } from './retry.ts'

export const coordinatorTypes = { group: 0, transaction: 1, share: 2 } as const
export type CoordinatorType = keyof typeof coordinatorTypes

const SEVERAL_KEYS = 4
/** After these the coordinator may be another one. */
const moved: ReadonlySet<string> = new Set([
  'NOT_COORDINATOR',
  'COORDINATOR_NOT_AVAILABLE',
  'NETWORK_EXCEPTION',
  'REQUEST_TIMED_OUT',
])

export class Coordinators {
  readonly #cluster: Cluster
  readonly #known = new Map<string, Promise<BrokerInfo>>()

  constructor(cluster: Cluster) {
    this.#cluster = cluster
  }

  /** @throws {KafkaError} COORDINATOR_NOT_AVAILABLE while there is none, or that it may not be asked for */
  find(type: CoordinatorType, key: string): Promise<BrokerInfo> {
    const name = `${type} ${key}`
    const known = this.#known.get(name)
    if (known) return known
    const asked = this.#ask(type, key)
    this.#known.set(name, asked)
    asked.catch(() => this.#known.get(name) === asked && this.#known.delete(name))
    return asked
  }

  async #ask(type: CoordinatorType, key: string): Promise<BrokerInfo> {
    const keyType = coordinatorTypes[type]
    const answer = await this.#cluster.request(FindCoordinator, ANY, version =>
      version >= SEVERAL_KEYS ? { keyType, coordinatorKeys: [key] } : { key, keyType },
    )
    const row = answer.coordinators[0] ?? answer
    if (row.errorCode !== 0) {
      const name = errorName(row.errorCode)
      throw new KafkaError(name, row.errorMessage || `No coordinator for ${type} "${key}": ${name}`)
    }
    return { id: row.nodeId, host: row.host, port: row.port, rack: null }
  }

  forget(type: CoordinatorType, key: string): void {
    this.#known.delete(`${type} ${key}`)
  }

  /** One request to the coordinator, once. What it answers with is the caller's to judge: see `retry`. */
  async request<Init, Response>(
    type: CoordinatorType,
    key: string,
    api: Api<unknown, Init, Response, unknown>,
    init: Body<Init>,
    options: RequestOptions = {},
  ): Promise<Response> {
    const coordinator = await this.find(type, key)
    return this.#cluster.requestAt(api, coordinator, init, { channel: 'group', ...options })
  }

  /** Try until it works; the coordinator is looked up again after errors that say so. */
  retry<Result>(
    type: CoordinatorType,
    key: string,
    attempt: () => Promise<Result>,
    options: Partial<RetryOptions> = {},
  ): Promise<Result> {
    const judged = async () => {
      try {
        return await attempt()
      } catch (error) {
        this.noteError(type, key, error)
        throw error
      }
    }
    return retry(judged, { ...this.#cluster.retryOptions(), between: () => undefined, ...options })
  }

  /** An error that says that the coordinator moved makes it be looked up again. */
  noteError(type: CoordinatorType, key: string, error: unknown): void {
    if (error instanceof KafkaError && moved.has(error.name)) this.forget(type, key)
  }
}
