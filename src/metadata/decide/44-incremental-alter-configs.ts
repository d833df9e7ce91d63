/**
 * IncrementalAlterConfigs v0-1 and AlterConfigs v0-2 (which replaces all of a resource's settings): settings of topics,
 * brokers, groups and client metrics. A change that changes nothing writes nothing.
 * Source: KIP-339; Kafka 4.3 `ConfigurationControlManager`.
 */
import { type Change, operations, resourceTypes } from '../../config/alter.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { AlterConfigsRequest, AlterConfigsResponseInit } from '../../protocol/generated/apis/33-alter-configs.ts'
import type {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponseInit,
} from '../../protocol/generated/apis/44-incremental-alter-configs.ts'
import { ConfigRecord } from '../../protocol/generated/records/metadata/04-config.ts'
import { type MetadataRecord, record } from '../records.ts'
import { changed } from './changes.ts'
import type { ControllerState, Decide, Decision } from './state.ts'

interface Resource {
  resourceType: number
  resourceName: string
}

export const incrementalAlterConfigs: Decide<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponseInit> = (
  state,
  request,
) =>
  alter(state, request.resources, request.validateOnly, ({ configs }) =>
    configs.map(({ name, configOperation, value }) => ({ name, operation: configOperation, value })),
  )

export const alterConfigs: Decide<AlterConfigsRequest, AlterConfigsResponseInit> = (state, request) =>
  alter(state, request.resources, request.validateOnly, ({ resourceType, resourceName, configs }) => {
    const given = new Set(configs.map(({ name }) => name))
    const gone = [...state.metadata.configs(resourceType, resourceName).keys()].filter(name => !given.has(name))
    return [
      ...configs.map(({ name, value }) => ({ name, operation: operations.set, value })),
      ...gone.map(name => ({ name, operation: operations.delete, value: null })),
    ]
  })

function alter<R extends Resource>(
  state: ControllerState,
  resources: readonly R[],
  validateOnly: boolean,
  changesOf: (resource: R) => Change[],
): Decision<AlterConfigsResponseInit> {
  const records: MetadataRecord[] = []
  const responses = resources.map(resource => {
    const { resourceType, resourceName } = resource
    try {
      demandThere(state, resource)
      const current = state.metadata.configs(resourceType, resourceName)
      for (const [name, value] of changed(resourceType, resourceName, current, changesOf(resource)))
        records.push(record(ConfigRecord, { resourceType, resourceName, name, value }))
      return { resourceType, resourceName, errorMessage: null }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return { resourceType, resourceName, errorCode: error.code, errorMessage: error.message }
    }
  })
  return { records: validateOnly ? [] : records, response: { responses } }
}

function demandThere({ metadata }: ControllerState, { resourceType, resourceName }: Resource): void {
  if (resourceType === resourceTypes.topic && !metadata.topics.has(resourceName))
    throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${resourceName}' does not exist.`)
  if (resourceType === resourceTypes.broker && resourceName !== '' && !metadata.brokers.has(Number(resourceName)))
    throw new KafkaError('BROKER_ID_NOT_REGISTERED', `No broker with id ${resourceName} found.`)
  if (resourceType === resourceTypes.group && resourceName === '')
    throw new KafkaError('INVALID_REQUEST', 'Default group resources are not allowed.')
}
