/**
 * What AlterConfigs and IncrementalAlterConfigs share: the broker refuses what is wrong with a request by itself, and what
 * concerns another broker; the rest goes to the controller in one piece, and the answers are put back in order.
 * Source: Kafka 4.3 `ConfigAdminManager.preprocess`.
 * Not here: log levels of single loggers (resource type 8); this broker has one level.
 */
import { resourceTypes } from '../config/alter.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Broker } from './broker.ts'

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

/**
 * @param needsValue whether a change that carries null is a mistake
 * @param forward    sends those that are left to the controller
 */
export async function alter<R extends Resource>(
  resources: readonly R[],
  broker: Broker,
  needsValue: (config: R['configs'][number]) => boolean,
  forward: (rest: R[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const counts = new Map<string, number>()
  for (const resource of resources) counts.set(keyOf(resource), (counts.get(keyOf(resource)) ?? 0) + 1)
  const refused = new Map<R, KafkaError>()
  for (const resource of resources) {
    const error = (counts.get(keyOf(resource)) ?? 0) > 1 ? twice : refusal(resource, broker, needsValue)
    if (error !== undefined) refused.set(resource, error)
  }
  const rest = resources.filter(resource => !refused.has(resource))
  const answers = new Map((rest.length > 0 ? await forward(rest) : []).map(row => [keyOf(row), row]))
  return resources.map(resource => {
    const { resourceType, resourceName } = resource
    const error = refused.get(resource)
    if (error !== undefined) return { resourceType, resourceName, errorCode: error.code, errorMessage: error.message }
    const answer = answers.get(keyOf(resource))
    return { resourceType, resourceName, errorCode: answer?.errorCode, errorMessage: answer?.errorMessage }
  })
}

const keyOf = ({ resourceType, resourceName }: { resourceType: number; resourceName: string }) =>
  `${resourceType} ${resourceName}`
const invalid = (message: string) => new KafkaError('INVALID_REQUEST', message)
const twice = invalid('Each resource must appear at most once')

function refusal<R extends Resource>(
  { resourceType, resourceName, configs }: R,
  broker: Broker,
  needsValue: (config: R['configs'][number]) => boolean,
): KafkaError | undefined {
  const names = configs.map(({ name }) => name)
  const repeated = names.find((name, i) => names.indexOf(name) < i)
  if (repeated !== undefined) return invalid(`Config ${repeated} appears twice`)
  const nulls = configs.filter(config => config.value === null && needsValue(config)).map(({ name }) => name)
  if (nulls.length > 0) return invalid(`Null value not supported for: ${nulls.join(', ')}`)
  if (resourceType === resourceTypes.brokerLogger) return invalid('Loggers have no levels of their own here')
  if (resourceType === resourceTypes.broker && resourceName !== '' && resourceName !== String(broker.nodeId))
    return invalid(`Unexpected broker id, expected ${broker.nodeId}, but received ${resourceName}`)
  if (!Object.values<number>(resourceTypes).includes(resourceType))
    return invalid(`Unknown resource type ${resourceType}`)
  return undefined
}
