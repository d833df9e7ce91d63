/** Whether tasks would do the same as before. Source: Kafka 4.3 `AbstractHerder.taskConfigsChanged`. */
import type { Given } from '../plugin.ts'
import type { ConnectorState } from '../runtime/config-state.ts'

/** @param tasks what the connector says now; a change of its settings counts, for transforms and converters are the tasks' */
export function sameTasks({ tasks: before, config, appliedConfig }: ConnectorState, tasks: readonly Given[]): boolean {
  return (
    before.length === tasks.length &&
    before.every((each, index) => same(each, tasks[index]!)) &&
    appliedConfig !== undefined &&
    same(appliedConfig, config)
  )
}

function same(a: Given, b: Given): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every(name => a[name] === b[name])
}
