/**
 * DescribeConfigs v1-4: settings, where each comes from, and what it could have come from.
 * Source: KIP-133, KIP-226 (synonyms), KIP-569 (types and documentation); Kafka 4.3 `ConfigHelper`.
 * Not here: loggers with levels of their own; the list of them is empty.
 */
import { resourceTypes } from '../../config/alter.ts'
import {
  type ConfigRow,
  describeBroker,
  describeClientMetrics,
  describeGroup,
  describeTopic,
  sources,
} from '../../config/describe.ts'
import { KafkaError } from '../../protocol/errors.ts'
import {
  DescribeConfigs,
  type DescribeConfigsRequest,
  type DescribeConfigsResultInit,
} from '../../protocol/generated/apis/32-describe-configs.ts'
import type { Broker } from '../broker.ts'
import { answer, handler } from '../handler.ts'
import { unknownTopic } from '../topics.ts'

type Names = readonly string[] | null

export const describeConfigs = handler(
  DescribeConfigs,
  (request, _session, broker) => ({
    results: request.resources.map(({ resourceType, resourceName, configurationKeys }): DescribeConfigsResultInit => {
      const resource = { errorCode: 0, errorMessage: '', resourceType, resourceName }
      return answer(
        { ...resource, configs: [] },
        () => ({
          ...resource,
          configs: rowsOf(resourceType, resourceName, configurationKeys, broker).map(row => shown(row, request)),
        }),
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
    (name, names, broker) => {
      if (!broker.metadata.topics.has(name)) throw unknownTopic(name)
      return describeTopic(broker.metadata.configs(resourceTypes.topic, name), broker.settings.values, names)
    },
  ],
  [
    resourceTypes.broker,
    (name, names, { settings, nodeId }) => {
      if (name !== '' && name !== String(nodeId))
        throw new KafkaError(
          'INVALID_REQUEST',
          `Unexpected broker id, expected ${nodeId} or empty string, but received ${name}`,
        )
      const { values } = settings
      if (name !== '') return describeBroker(values, names)
      // What is set for all brokers, and nothing else.
      const set = [...values.dynamicDefault.keys()].filter(key => names?.includes(key) ?? true)
      const onlyDefaults = { dynamicDefault: values.dynamicDefault, dynamic: new Map(), given: new Map() }
      return describeBroker(onlyDefaults, set).map(row => ({
        ...row,
        synonyms: row.synonyms.filter(({ source }) => source === sources.dynamicDefaultBroker),
      }))
    },
  ],
  [
    resourceTypes.brokerLogger,
    (name, _names, { nodeId }) => {
      if (name !== String(nodeId))
        throw new KafkaError(
          'INVALID_REQUEST',
          `Unexpected broker id, expected ${nodeId} but received ${JSON.stringify(name)}`,
        )
      return []
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
    (name, names, { metadata }) => {
      if (name === '') throw new KafkaError('INVALID_REQUEST', 'Group name must not be empty')
      return describeGroup(metadata.configs(resourceTypes.group, name), names)
    },
  ],
])

const shown = (row: ConfigRow, { includeSynonyms, includeDocumentation }: DescribeConfigsRequest) => ({
  ...row,
  synonyms: includeSynonyms ? row.synonyms : [],
  documentation: includeDocumentation ? row.documentation : null,
})
