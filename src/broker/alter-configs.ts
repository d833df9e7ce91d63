/**
 * What AlterConfigs and IncrementalAlterConfigs share: the broker refuses what is wrong with a request by itself, and what
 * concerns another broker; the rest goes to the controller in one piece, and the answers are put back in order.
 * Source: Kafka 4.3 `ConfigAdminManager.preprocess`.
 */
import { resourceTypes } from '../config/alter.ts'
import { CLUSTER_NAME } from '../metadata/acls.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Broker } from './broker.ts'
import type { Session } from './handler.ts'

interface Resource {
  resourceType: number
  resourceName: string
  configs: readonly { name: string; value: string | null }[]
}

interface Row {
  resourceType: number
  resourceName: string
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
}

/** Whose settings a resource has, for those who say who may see and change them: a topic's, a group's, or the cluster's. */
export const guardOf = (resourceType: number, name: string): ['TOPIC' | 'GROUP' | 'CLUSTER', string] =>
  resourceType === resourceTypes.topic
    ? ['TOPIC', name]
    : resourceType === resourceTypes.group
      ? ['GROUP', name]
      : ['CLUSTER', CLUSTER_NAME]

export interface Altering<R extends Resource> {
  session: Session
  resources: readonly R[]
  broker: Broker
  /** Whether a change that carries null is a mistake. */
  needsValue: (config: R['configs'][number]) => boolean
  /** Does what concerns a resource of this broker alone. Where it cannot be asked for, the resource is unknown. */
  changeLoggers?: (resource: R) => void
  /** Sends those that are left to the controller. */
  forward: (rest: R[]) => Promise<readonly Row[]>
}

export async function alter<R extends Resource>(altering: Altering<R>): Promise<Row[]> {
  const { resources, forward } = altering
  const counts = new Map<string, number>()
  for (const resource of resources) counts.set(keyOf(resource), (counts.get(keyOf(resource)) ?? 0) + 1)
  /** Answered here: with an error, or done. */
  const here = new Map<R, KafkaError | undefined>()
  for (const resource of resources) {
    const error = (counts.get(keyOf(resource)) ?? 0) > 1 ? twice : refusal(resource, altering)
    if (error !== undefined || resource.resourceType === resourceTypes.brokerLogger) here.set(resource, error)
  }
  const rest = resources.filter(resource => !here.has(resource))
  const answers = new Map((rest.length > 0 ? await forward(rest) : []).map(row => [keyOf(row), row]))
  return resources.map(resource => {
    const { resourceType, resourceName } = resource
    const error = here.get(resource)
    if (error !== undefined) return { resourceType, resourceName, errorCode: error.code, errorMessage: error.message }
    if (here.has(resource)) return { resourceType, resourceName, errorMessage: null }
    const answer = answers.get(keyOf(resource))
    return { resourceType, resourceName, errorCode: answer?.errorCode, errorMessage: answer?.errorMessage }
  })
}

const keyOf = ({ resourceType, resourceName }: { resourceType: number; resourceName: string }) =>
  `${resourceType} ${resourceName}`
const invalid = (message: string) => new KafkaError('INVALID_REQUEST', message)
const twice = invalid('Each resource must appear at most once.')

function refusal<R extends Resource>(resource: R, altering: Altering<R>): KafkaError | undefined {
  const { resourceType, resourceName, configs } = resource
  const { session, broker, needsValue, changeLoggers } = altering
  const names = configs.map(({ name }) => name)
  if (new Set(names).size < names.length) return invalid('Error due to duplicate config keys')
  const nulls = configs.filter(config => config.value === null && needsValue(config)).map(({ name }) => name)
  if (nulls.length > 0) return invalid(`Null value not supported for : ${nulls.join(', ')}`)
  if (resourceType === resourceTypes.brokerLogger && changeLoggers)
    return refusalOf(() => {
      broker.acls.demand(session, 'ALTER_CONFIGS', 'CLUSTER')
      demandThisNode(resourceName, broker.nodeId, 'Unexpected node id. Expected')
      changeLoggers(resource)
    })
  if (resourceType === resourceTypes.broker && resourceName !== '') {
    const elsewhere = refusalOf(() => demandThisNode(resourceName, broker.nodeId, 'Unexpected broker id, expected'))
    if (elsewhere) return elsewhere
  }
  if (resourceType === resourceTypes.brokerLogger || !Object.values<number>(resourceTypes).includes(resourceType))
    return invalid(`Unknown resource type ${resourceType}`)
  return refusalOf(() => broker.acls.demand(session, 'ALTER_CONFIGS', ...guardOf(resourceType, resourceName)))
}

function demandThisNode(name: string, nodeId: number, what: string): void {
  if (!/^[+-]?\d+$/.test(name)) throw invalid(`Node id must be an integer, but it is: ${name}`)
  if (Number(name) !== nodeId) throw invalid(`${what} ${nodeId}, but received ${name}`)
}

function refusalOf(check: () => void): KafkaError | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof KafkaError) return error
    throw error
  }
}
