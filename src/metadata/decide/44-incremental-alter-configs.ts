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
import { ClearElrRecord } from '../../protocol/generated/records/metadata/28-clear-elr.ts'
import { type MetadataRecord, record } from '../records.ts'
import { demandTopicName } from '../topic-names.ts'
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
      demandName(resource)
      const current = state.metadata.configs(resourceType, resourceName)
      const next = changed(state, resourceType, resourceName, current, changesOf(resource))
      demandMinIsr(state, resource, next)
      demandThere(state, resource)
      for (const [name, value] of next) records.push(record(ConfigRecord, { resourceType, resourceName, name, value }))
      if (next.has(MIN_ISR)) records.push(...cleared(state, resource))
      return { resourceType, resourceName, errorMessage: null }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return { resourceType, resourceName, errorCode: error.code, errorMessage: error.message }
    }
  })
  return { records: validateOnly ? [] : records, response: { responses } }
}

/** @throws {KafkaError} INVALID_REQUEST, INVALID_TOPIC_EXCEPTION */
function demandName({ resourceType, resourceName }: Resource): void {
  const invalid = (message: string) => new KafkaError('INVALID_REQUEST', message)
  if (resourceType === resourceTypes.topic) {
    if (resourceName === '') throw invalid('Default topic resources are not allowed.')
    demandTopicName(resourceName)
  }
  if (resourceType === resourceTypes.group && resourceName === '')
    throw invalid('Default group resources are not allowed.')
  if (resourceType === resourceTypes.broker && resourceName !== '') {
    if (!/^[+-]?\d+$/.test(resourceName)) throw invalid('Unable to parse broker name as a base 10 number.')
    if (Number(resourceName) < 0) throw invalid('Invalid negative broker ID.')
  }
}

function demandThere({ metadata }: ControllerState, { resourceType, resourceName }: Resource): void {
  if (resourceType === resourceTypes.topic && !metadata.topics.has(resourceName))
    throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${resourceName}' does not exist.`)
  if (resourceType === resourceTypes.broker && resourceName !== '' && !metadata.brokers.has(Number(resourceName)))
    throw new KafkaError('BROKER_ID_NOT_REGISTERED', `No broker with id ${resourceName} found.`)
}

const MIN_ISR = 'min.insync.replicas'
const usesElr = ({ metadata }: ControllerState) => (metadata.features.get('eligible.leader.replicas.version') ?? 0) > 0

/** With KIP-966 all brokers must agree on it, always. @throws {KafkaError} INVALID_CONFIG */
function demandMinIsr(state: ControllerState, resource: Resource, next: ReadonlyMap<string, string | null>): void {
  if (!next.has(MIN_ISR) || resource.resourceType !== resourceTypes.broker || !usesElr(state)) return
  if (resource.resourceName !== '')
    throw new KafkaError('INVALID_CONFIG', `Broker-level ${MIN_ISR} cannot be altered while ELR is enabled.`)
  if (next.get(MIN_ISR) === null)
    throw new KafkaError('INVALID_CONFIG', `Cluster-level ${MIN_ISR} cannot be removed while ELR is enabled.`)
}

/** Who is eligible followed from the old value: nobody is, until somebody leaves the ISR again. '': of all topics. */
function cleared(state: ControllerState, { resourceType, resourceName }: Resource): MetadataRecord[] {
  if (!usesElr(state)) return []
  return [record(ClearElrRecord, { topicName: resourceType === resourceTypes.topic ? resourceName : '' })]
}
