/**
 * ListConfigResources v0-1: what has settings. Version 0 was ListClientMetricsResources, and lists only those.
 * Source: KIP-1142; Kafka 4.3 `KafkaApis.handleListConfigResources`.
 */
import { resourceTypes } from '../../config/alter.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { ListConfigResources } from '../../protocol/generated/apis/74-list-config-resources.ts'
import type { Broker } from '../broker.ts'
import { handler } from '../handler.ts'

type Lister = (broker: Broker) => Iterable<string | number>

/** In the order of Kafka's answer. */
const listers: readonly (readonly [type: number, names: Lister])[] = [
  [resourceTypes.group, broker => broker.metadata.configuredNames(resourceTypes.group)],
  [resourceTypes.clientMetrics, broker => broker.metadata.configuredNames(resourceTypes.clientMetrics)],
  [resourceTypes.brokerLogger, broker => broker.metadata.brokers.keys()],
  [resourceTypes.broker, broker => broker.metadata.brokers.keys()],
  [resourceTypes.topic, broker => broker.metadata.topics.keys()],
]

export const listConfigResources = handler(
  ListConfigResources,
  ({ resourceTypes: asked }, session, broker) => {
    const { version } = session
    broker.acls.demand(session, 'DESCRIBE_CONFIGS', 'CLUSTER')
    const supported = version === 0 ? [resourceTypes.clientMetrics] : listers.map(([type]) => type)
    const unknown = asked.find(type => !supported.includes(type))
    if (unknown !== undefined)
      throw new KafkaError(
        'UNSUPPORTED_VERSION',
        `Resource type ${unknown} cannot be listed; ${supported.join(', ')} can`,
      )
    const wanted = asked.length === 0 ? supported : asked
    return {
      configResources: listers
        .filter(([type]) => wanted.includes(type))
        .flatMap(([resourceType, names]) =>
          Array.from(names(broker), name => ({ resourceType, resourceName: String(name) })),
        ),
    }
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, configResources: [] }) },
)
