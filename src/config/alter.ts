/**
 * Whether a change of settings makes sense, and what the settings are after it. Pure: the controller decides with it.
 * Source: KIP-339; Kafka 4.3 `ConfigurationControlManager`, `ConfigAdminManager`, `LogConfig.validate`.
 */

import { throttleConfigs } from './broker/throttles.ts'
import { brokerConfigs } from './broker.ts'
import { clientMetricsConfigs } from './client-metrics.ts'
import { ConfigError, type Definitions, parseValue } from './define.ts'
import { groupConfigs } from './group.ts'
import { RefusedChange } from './refused.ts'
import { topicConfigs } from './topic.ts'

/** ConfigResource.Type. */
export const resourceTypes = { topic: 2, broker: 4, brokerLogger: 8, clientMetrics: 16, group: 32 } as const

/** AlterConfigOp.OpType. */
export const operations = { set: 0, delete: 1, append: 2, subtract: 3 } as const

export interface Change {
  name: string
  operation: number
  value: string | null
}

/** The most that a record holds as a string. */
const LONGEST_VALUE = 32_767

const tables: Readonly<Record<number, { definitions: Definitions; what: string }>> = {
  [resourceTypes.topic]: { definitions: topicConfigs, what: 'topic' },
  [resourceTypes.broker]: { definitions: { ...brokerConfigs, ...throttleConfigs }, what: 'broker' },
  [resourceTypes.clientMetrics]: { definitions: clientMetricsConfigs, what: 'client metrics' },
  [resourceTypes.group]: { definitions: groupConfigs, what: 'group' },
}

/**
 * The settings after `changes`: name to value, null for those that go.
 * @param current what the resource has of its own now
 * @throws {RefusedChange}
 */
export function altered(
  resourceType: number,
  resourceName: string,
  current: ReadonlyMap<string, string>,
  changes: readonly Change[],
): Map<string, string | null> {
  const next = new Map<string, string | null>()
  for (const { name, operation, value } of changes) {
    const before = current.get(name)
    if (operation === operations.delete) {
      if (before !== undefined) next.set(name, null)
      continue
    }
    const wanted = operation === operations.set ? value : listAfter(resourceType, name, before, operation, value)
    if (wanted === null) {
      if (before !== undefined) next.set(name, null)
      continue
    }
    if (wanted.length > LONGEST_VALUE)
      throw new RefusedChange(
        'INVALID_CONFIG',
        `The configuration value cannot be added because it exceeds the maximum value size of ${LONGEST_VALUE} bytes.`,
      )
    demandValid(resourceType, resourceName, name, wanted)
    // A broker's is written again: that is how it is told to read a file anew, such as a key store.
    if (wanted !== before || resourceType === resourceTypes.broker) next.set(name, wanted)
  }
  return next
}

function listAfter(
  resourceType: number,
  name: string,
  before: string | undefined,
  operation: number,
  value: string | null,
): string {
  const definition = tables[resourceType]?.definitions[name]
  if (operation !== operations.append && operation !== operations.subtract)
    throw new RefusedChange('INVALID_REQUEST', `Unknown operation ${operation} for ${name}: 0 to 3 are possible`)
  if (definition?.type !== 'list')
    throw new RefusedChange(
      'INVALID_CONFIG',
      `Can't ${operation === operations.append ? 'APPEND' : 'SUBTRACT'} to key ${name} because its type is not LIST.`,
    )
  const fallback = Array.isArray(definition.default) ? definition.default.join(',') : ''
  const items = (before ?? fallback).split(',').filter(Boolean)
  const given = (value ?? '').split(',').filter(Boolean)
  return operation === operations.append
    ? [...items, ...given.filter(item => !items.includes(item))].join(',')
    : items.filter(item => !given.includes(item)).join(',')
}

/** @throws {RefusedChange} in Kafka's words where scripts may look for them */
export function demandValid(resourceType: number, resourceName: string, name: string, value: string): void {
  const table = tables[resourceType]
  if (!table) throw new RefusedChange('INVALID_REQUEST', `Unknown resource type ${resourceType}`)
  const definition = table.definitions[name]
  if (!definition) {
    // Dynamic broker settings may belong to plugins, or to one listener.
    if (resourceType === resourceTypes.broker) return
    if (resourceType === resourceTypes.clientMetrics)
      throw new RefusedChange('INVALID_REQUEST', `Unknown client metrics configuration: ${name}`)
    throw new RefusedChange('INVALID_CONFIG', `Unknown ${table.what} config name: ${name}`)
  }
  if (resourceType === resourceTypes.broker && !definition.update)
    throw new RefusedChange('INVALID_REQUEST', `Cannot update these configs dynamically: [${name}]`)
  if (resourceType === resourceTypes.broker && definition.update === 'per-broker' && resourceName === '')
    throw new RefusedChange(
      'INVALID_REQUEST',
      `Cannot update these configs at default cluster level, broker id must be specified: [${name}]`,
    )
  try {
    parseValue(name, definition, value)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const reason = resourceType === resourceTypes.broker ? 'INVALID_REQUEST' : 'INVALID_CONFIG'
    throw new RefusedChange(reason, error.message, { cause: error })
  }
}
