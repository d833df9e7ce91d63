/**
 * What workers share: connectors and tasks. A connector is a task of number -1, as on the wire.
 */
import type { TaskId } from '../runtime/states.ts'

export const CONNECTOR = -1
export const connectorUnit = (connector: string): TaskId => ({ connector, task: CONNECTOR })

const keyOf = ({ connector, task }: TaskId) => `${task} ${connector}`

/** By connector, its own unit first, then its tasks. */
export const byUnit = (a: TaskId, b: TaskId): number =>
  a.connector === b.connector ? a.task - b.task : a.connector < b.connector ? -1 : 1

/** A set of them, in the order in which they came. */
export class Work implements Iterable<TaskId> {
  readonly #units = new Map<string, TaskId>()

  constructor(units: Iterable<TaskId> = []) {
    this.add(units)
  }

  static of(connectors: Iterable<string>, tasks: Iterable<TaskId>): Work {
    const work = new Work()
    for (const connector of connectors) work.add([connectorUnit(connector)])
    work.add(tasks)
    return work
  }

  [Symbol.iterator](): Iterator<TaskId> {
    return this.#units.values()
  }

  get size(): number {
    return this.#units.size
  }

  get connectors(): string[] {
    return [...this].filter(({ task }) => task === CONNECTOR).map(({ connector }) => connector)
  }

  get tasks(): TaskId[] {
    return [...this].filter(({ task }) => task !== CONNECTOR)
  }

  has(unit: TaskId): boolean {
    return this.#units.has(keyOf(unit))
  }

  add(units: Iterable<TaskId>): void {
    for (const unit of units) this.#units.set(keyOf(unit), unit)
  }

  remove(units: Iterable<TaskId>): void {
    for (const unit of units) this.#units.delete(keyOf(unit))
  }

  minus(...others: readonly Work[]): Work {
    return new Work([...this].filter(unit => !others.some(other => other.has(unit))))
  }

  and(other: Work): Work {
    return new Work([...this].filter(unit => other.has(unit)))
  }

  get sorted(): TaskId[] {
    return [...this].sort(byUnit)
  }

  toString(): string {
    return `[${this.sorted.map(({ connector, task }) => (task === CONNECTOR ? connector : `${connector}-${task}`)).join(', ')}]`
  }
}
