/**
 * Questions to coordinators, of groups or of transactional ids: each coordinator is asked once for all of its keys, and again
 * for those whose coordinator has moved or is not ready.
 * Source: Kafka 4.3 `AdminApiDriver`, `CoordinatorStrategy`; KIP-699 (several keys in one FindCoordinator).
 */
import { errorName, KafkaError } from '../../protocol/errors.ts'
import { FindCoordinator } from '../../protocol/generated/apis/10-find-coordinator.ts'
import type { Cluster } from '../cluster.ts'
import { coordinatorTypes } from '../coordinators.ts'
import { ANY, type BrokerInfo } from '../metadata.ts'
import { Backoff, mayRetry } from '../retry.ts'
import { pause } from '../wait.ts'

/** FindCoordinator takes several keys from this version on. */
const SEVERAL_KEYS = 4

export type Answers<Row> = Map<string, Row | KafkaError>

/**
 * @param ask one coordinator about its keys; a key without an answer is asked for again
 * @returns a row or an error for each key, in their order
 */
export async function askCoordinators<Row>(
  cluster: Cluster,
  type: keyof typeof coordinatorTypes,
  keys: readonly string[],
  ask: (coordinator: BrokerInfo, keys: readonly string[]) => Promise<Answers<Row>>,
): Promise<Answers<Row>> {
  const answers: Answers<Row> = new Map()
  const deadline = cluster.clock.monotonic() + cluster.apiTimeoutMs
  const backoff = new Backoff(cluster.retryBackoff, cluster.random)
  let pending = [...new Set(keys)]
  for (;;) {
    await once(cluster, type, pending, ask, answers)
    pending = pending.filter(key => mayRetry(answers.get(key)) || !answers.has(key))
    const delay = backoff.next()
    if (pending.length === 0 || cluster.clock.monotonic() + delay > deadline) break
    await pause(cluster.clock, delay)
  }
  return new Map(keys.map(key => [key, answers.get(key) ?? unanswered(key)]))
}

const unanswered = (key: string) =>
  new KafkaError('UNKNOWN_SERVER_ERROR', `The coordinator gave no answer for "${key}"`)

async function once<Row>(
  cluster: Cluster,
  type: keyof typeof coordinatorTypes,
  keys: readonly string[],
  ask: (coordinator: BrokerInfo, keys: readonly string[]) => Promise<Answers<Row>>,
  answers: Answers<Row>,
): Promise<void> {
  const found = await find(cluster, type, keys)
  const byNode = new Map<number, { coordinator: BrokerInfo; keys: string[] }>()
  for (const [key, coordinator] of found)
    if (coordinator instanceof KafkaError) answers.set(key, coordinator)
    else {
      const group = byNode.get(coordinator.id) ?? { coordinator, keys: [] }
      byNode.set(coordinator.id, group)
      group.keys.push(key)
    }
  await Promise.all(
    [...byNode.values()].map(async ({ coordinator, keys }) => {
      try {
        for (const [key, row] of await ask(coordinator, keys)) answers.set(key, row)
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error
        for (const key of keys) answers.set(key, error)
      }
    }),
  )
}

async function find(
  cluster: Cluster,
  type: keyof typeof coordinatorTypes,
  keys: readonly string[],
): Promise<Answers<BrokerInfo>> {
  const keyType = coordinatorTypes[type]
  const several = await cluster.serves(FindCoordinator, ANY, SEVERAL_KEYS)
  const found: Answers<BrokerInfo> = new Map()
  for (const group of several ? [keys] : keys.map(key => [key])) {
    const response = await cluster.retry(() =>
      cluster.request(
        FindCoordinator,
        ANY,
        several ? { keyType, coordinatorKeys: group } : { keyType, key: group[0]! },
      ),
    )
    for (const row of several ? response.coordinators : [{ ...response, key: group[0]! }])
      found.set(
        row.key,
        row.errorCode === 0
          ? { id: row.nodeId, host: row.host, port: row.port, rack: null }
          : new KafkaError(
              errorName(row.errorCode),
              row.errorMessage || `No coordinator for ${type} "${row.key}": ${errorName(row.errorCode)}`,
            ),
      )
  }
  return found
}
