/**
 * DescribeConfigs v1-4: settings, where each comes from, and what it could have come from.
 * Source: KIP-133, KIP-226 (synonyms), KIP-569 (types and documentation); Kafka 4.3 `ConfigHelper`.
 */
import { resourceTypes } from '../../config/alter.ts'
import {
  type ConfigRow,
  describeBroker,
  describeBrokerDefaults,
  describeClientMetrics,
  describeGroup,
  describeLoggers,
  describeTopic,
} from '../../config/describe.ts'
import { demandTopicName } from '../../metadata/topic-names.ts'
import { KafkaError } from '../../protocol/errors.ts'
import {
  DescribeConfigs,
  type DescribeConfigsRequest,
  type DescribeConfigsResultInit,
} from '../../protocol/generated/apis/32-describe-configs.ts'
import { guardOf } from '../alter-configs.ts'
import type { Broker } from '../broker.ts'
import { answer, handler } from '../handler.ts'

type Names = readonly string[] | null

export const describeConfigs = handler(
  DescribeConfigs,
  (request, session, broker) => ({
    results: request.resources.map(({ resourceType, resourceName, configurationKeys }): DescribeConfigsResultInit => {
      const resource = { errorCode: 0, errorMessage: '', resourceType, resourceName }
      return answer(
        { ...resource, configs: [] },
        () => {
          broker.acls.demand(session, 'DESCRIBE_CONFIGS', ...guardOf(resourceType, resourceName))
          const rows = rowsOf(resourceType, resourceName, configurationKeys, broker)
          return { ...resource, configs: rows.map(row => shown(row, request)) }
        },
        broker,
      )
    }),
  }),
  {
    refusal: ({ resources }, error) => ({
      results: resources.map(({ resourceType, resourceName }) => ({
        ...error,
        resourceType,
        resourceName,
        configs: [],
      })),
    }),
  },
)

function rowsOf(type: number, name: string, names: Names, broker: Broker): ConfigRow[] {
  const describe = describers.get(type)
  if (describe === undefined) throw new KafkaError('INVALID_REQUEST', `Unsupported resource type ${type}`)
  return describe(name, names, broker)
}

const describers = new Map<number, (name: string, names: Names, broker: Broker) => ConfigRow[]>([
  [
    resourceTypes.topic,
    (name, names, { metadata, settings }) => {
      demandTopicName(name)
      if (!metadata.topics.has(name)) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', '')
      return describeTopic(metadata.configs(resourceTypes.topic, name), settings.values, names)
    },
  ],
  [
    resourceTypes.broker,
    (name, names, { settings, nodeId }) => {
      if (name === '') return describeBrokerDefaults(settings.values, names)
      if (brokerIdIn(name) !== nodeId)
        throw new KafkaError(
          'INVALID_REQUEST',
          `Unexpected broker id, expected ${nodeId} or empty string, but received ${name}`,
        )
      return describeBroker(settings.values, names)
    },
  ],
  [
    resourceTypes.brokerLogger,
    (name, names, { nodeId, logger }) => {
      if (name === '') throw new KafkaError('INVALID_REQUEST', 'Broker id must not be empty')
      if (brokerIdIn(name) !== nodeId)
        throw new KafkaError('INVALID_REQUEST', `Unexpected broker id, expected ${nodeId} but received ${name}`)
      return describeLoggers(logger.levels, names)
    },
  ],
  [
    resourceTypes.clientMetrics,
    (name, names, { metadata }) => {
      if (name === '') throw new KafkaError('INVALID_REQUEST', 'Client metrics subscription name must not be empty')
      return describeClientMetrics(metadata.configs(resourceTypes.clientMetrics, name), names)
    },
  ],
  [
    resourceTypes.group,
    (name, names, { metadata, settings }) => {
      if (name === '') throw new KafkaError('INVALID_REQUEST', 'Group name must not be empty')
      return describeGroup(metadata.configs(resourceTypes.group, name), settings.values, names)
    },
  ],
])

/** @throws {KafkaError} INVALID_REQUEST */
function brokerIdIn(name: string): number {
  if (!/^[+-]?\d+$/.test(name))
    throw new KafkaError('INVALID_REQUEST', `Broker id must be an integer, but it is: ${name}`)
  return Number(name)
}

const shown = (row: ConfigRow, { includeSynonyms, includeDocumentation }: DescribeConfigsRequest) => ({
  ...row,
  synonyms: includeSynonyms ? row.synonyms : [],
  documentation: includeDocumentation ? row.documentation : null,
})
