/**
 * What only workers of a group check of a connector's settings: that a source can write exactly once if it must, and that a sink's
 * group is not the workers' own. Source: Kafka 4.3 `DistributedHerder.validateSourceConnectorConfig`, `validateSinkConnectorConfig`,
 * whose words these are.
 */
import type { Connector, Given, SourceConnector } from '../plugin.ts'
import { overridePrefixes, sinkGroup } from '../runtime/clients.ts'
import type { WorkerSettings } from '../runtime/worker-config.ts'
import { type ConfigValue, resolveSettings } from '../settings.ts'

type Values = Map<string, ConfigValue>

export function checkInGroup(worker: WorkerSettings, plugin: Connector, given: Given, values: Values): void {
  const { groupId } = worker
  if (groupId === undefined) return
  if (plugin.kind === 'sink') return checkGroup(groupId, given, values)
  check(values, 'exactly.once.support', 'required', errors => checkExactlyOnce(worker, plugin, given, errors))
  check(values, 'transaction.boundary', 'connector', errors => checkBoundary(plugin, given, errors))
}

function checkGroup(workers: string, given: Given, values: Values): void {
  const key = `${overridePrefixes.consumer}group.id`
  const chosen = given[key]
  if (chosen !== undefined) {
    const row = { name: key, value: chosen, errors: [] as string[], recommended: [], visible: true }
    if (chosen === workers) row.errors.push(`Consumer group ${chosen} conflicts with Connect worker group ${workers}`)
    values.set(key, row)
    return
  }
  const name = given['name'] ?? ''
  if (sinkGroup(name, given) === workers)
    values
      .get('name')!
      .errors.push(`Consumer group for sink connector named ${name} conflicts with Connect worker group ${workers}`)
}

/** A setting that is as such a value should be, and has this one. */
function check(values: Values, name: string, wanted: string, more: (errors: string[]) => void): void {
  const { value, errors } = values.get(name)!
  if (errors.length > 0 || String(value).toLowerCase() !== wanted) return
  try {
    more(errors)
  } catch (error) {
    const why = (error as Error).message.trim()
    errors.push(
      `An unexpected error occurred during validation${why ? `: ${why}` : '; please see the worker logs for more details.'}`,
    )
  }
}

function checkExactlyOnce({ exactlyOnce }: WorkerSettings, plugin: SourceConnector, given: Given, errors: string[]) {
  if (exactlyOnce !== 'enabled') errors.push('This worker does not have exactly-once source support enabled.')
  const support = plugin.exactlyOnceSupport?.(resolveSettings(plugin.config, given))
  if (support === undefined)
    errors.push(
      'The connector does not implement the API required for preflight validation of exactly-once source support. Please consult the documentation for the connector to determine whether it supports exactly-once semantics, and then consider reconfiguring the connector to use the value "requested" for this property (which will disable this preflight check and allow the connector to be created).',
    )
  else if (support !== 'supported')
    errors.push('The connector does not support exactly-once semantics with the provided configuration.')
}

function checkBoundary(plugin: SourceConnector, given: Given, errors: string[]): void {
  if (plugin.canDefineTransactionBoundaries?.(resolveSettings(plugin.config, given))) return
  errors.push(
    'The connector does not support connector-defined transaction boundaries with the given configuration. Please reconfigure it to use a different transaction boundary definition.',
  )
}
