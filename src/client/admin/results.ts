/** What the answers of all admin requests have in common: each item its own error, and who is asked. */
import { errorName, KafkaError } from '../../protocol/errors.ts'
import { ANY, type Cluster } from '../cluster.ts'

/** How long a broker may take over a change, by its own clock. */
export const BROKER_TIMEOUT_MS = 30_000

export interface Outcome {
  error: KafkaError | undefined
}

/** @param what the item is about, for an answer that gives no message */
export function failure(code: number, message: string | null, what: string): KafkaError | undefined {
  if (code === 0) return undefined
  const name = errorName(code)
  return new KafkaError(name, message || `${name}: ${what}`)
}

/** An answer that is about the whole request. */
export function demand(code: number, message: string | null, what: string): void {
  const error = failure(code, message, what)
  if (error) throw error
}

/** Throw the first error of `rows`, if there is one. */
export function unwrap<Row extends Outcome>(rows: readonly Row[]): readonly Row[] {
  for (const { error } of rows) if (error) throw error
  return rows
}

/** Changes go to the controller; a broker passes them on. */
export const controllerOf = ({ controllerId }: Cluster): number => (controllerId < 0 ? ANY : controllerId)

/** A broker that is not there would be waited for. @throws {KafkaError} BROKER_NOT_AVAILABLE */
export function demandBroker({ brokers }: Cluster, id: number): void {
  if (!brokers.has(id))
    throw new KafkaError(
      'BROKER_NOT_AVAILABLE',
      `Broker ${id} is not there: the cluster has ${[...brokers.keys()].join(', ')}`,
    )
}
