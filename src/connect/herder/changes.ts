/** How settings change, and whether tasks would do the same as before. Source: Kafka 4.3 `AbstractHerder`, `ConnectUtils`. */
import type { Given } from '../plugin.ts'
import type { ConnectorState } from '../runtime/config-state.ts'
import type { Submitted } from './validate.ts'

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

export const withoutNulls = (submitted: Submitted): Given =>
  Object.fromEntries(Object.entries(submitted).filter((each): each is [string, string] => each[1] !== null))

/** A null takes a setting away. */
export function patched(config: Given, patch: Submitted): Given {
  const result: Record<string, string> = { ...config }
  for (const [name, value] of Object.entries(patch))
    if (value === null) delete result[name]
    else result[name] = value
  return result
}
