/**
 * Before new tasks of an exactly-once source begin, those of before must not be able to write any more, wherever they still run: the
 * leader takes over their transactional ids, once for each round of tasks, and writes down how many there are now.
 * Source: KIP-618; Kafka 4.3 `DistributedHerder.doFenceZombieSourceTasks`, `ZombieFencing`.
 */
import { Admin } from '../../client/admin/admin.ts'
import { terminateTransaction } from '../../client/admin/transactions.ts'
import { badRequest, conflict } from '../errors.ts'
import type { Given } from '../plugin.ts'
import { adminConfigsFor, taskTransactionalId } from '../runtime/clients.ts'
import type { ClusterConnectorState } from '../runtime/config-state.ts'
import type { WorkerSettings } from '../runtime/worker-config.ts'

export interface FencingHost {
  readonly settings: WorkerSettings
  /** As the config topic has it now. @throws when it is not this one's to say, or there is no such connector */
  source(name: string): Promise<ClusterConnectorState>
  putTaskCount(name: string, count: number): Promise<void>
  /** With the values of other places in place. */
  transform(config: Given): Promise<Given>
  /** One thing at a time. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>
}

interface Round {
  readonly generation: number | undefined
  readonly over: Promise<void>
}

export class ZombieFencing {
  readonly #host: FencingHost
  /** Those that ask while it is done wait for the same. */
  readonly #underWay = new Map<string, Round>()

  constructor(host: FencingHost) {
    this.#host = host
  }

  /** Resolves when tasks of the last round may begin. */
  async fence(name: string): Promise<void> {
    for (;;) {
      const { over, isLast } = await this.#host.inTurn(() => this.#begin(name))
      if (isLast) return over
      // For tasks that are not the last by now: how it ends is nobody's business any more.
      await over.catch(() => {})
    }
  }

  /** @returns what is left to wait for: not in turn, since it may take its time */
  async #begin(name: string): Promise<{ over: Promise<void>; isLast: boolean }> {
    const state = await this.#host.source(name)
    const { pendingFencing, taskCountRecord: before, tasks, taskGeneration: generation } = state
    if (!pendingFencing) return done
    const current = this.#underWay.get(name)
    if (current) return { over: current.over, isLast: current.generation === generation }
    // A single task fences the one before by itself, when it takes over its id.
    if (before === undefined || (before === 1 && tasks.length === 1)) {
      await this.#host.putTaskCount(name, tasks.length)
      return done
    }
    const over = this.#fence(name, before, state).finally(() => this.#underWay.delete(name))
    over.catch(() => {})
    this.#underWay.set(name, { generation, over })
    return { over, isLast: true }
  }

  async #fence(name: string, before: number, { config, tasks, taskGeneration }: ClusterConnectorState): Promise<void> {
    const { settings, inTurn, source, putTaskCount, transform } = this.#host
    const clientId = `connector-worker-adminclient-${name}`
    await using admin = await Admin.connect(adminConfigsFor(settings, clientId, await transform(config)))
    await Promise.all(
      Array.from({ length: before }, (_, task) =>
        terminateTransaction(admin.cluster, taskTransactionalId(settings.groupId!, { connector: name, task })),
      ),
    )
    await inTurn(async () => {
      const now = await source(name)
      if (now.taskGeneration !== taskGeneration)
        throw conflict('Fencing failed because new task configurations were generated for the connector')
      await putTaskCount(name, tasks.length)
    })
  }
}

const done = { over: Promise.resolve(), isLast: true }

export const noSource = (name: string) => badRequest(`Connector ${name} is not a source connector`)
