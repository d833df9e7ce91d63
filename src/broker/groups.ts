/**
 * The group coordinator as this broker runs it: its logs are the partitions of `__consumer_offsets` that the broker leads,
 * its topics the metadata's, its settings the broker's and each group's own. Made when a group is first asked for.
 */

import path from 'node:path'
import { resourceTypes } from '../config/alter.ts'
import type { AssignorName } from '../group/consumer/target.ts'
import { GroupCoordinator } from '../group/coordinator.ts'
import type { Caller } from '../group/effects.ts'
import type { MigrationPolicy } from '../group/migration/downgrade.ts'
import { GroupStore } from '../group/store.ts'
import type { Topic } from '../group/topics.ts'
import type { Random } from '../lib/random.ts'
import { MINUTES } from '../lib/units.ts'
import type { TopicState } from '../metadata/cache.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Broker } from './broker.ts'
import { toldError } from './faults.ts'
import type { Session } from './handler.ts'
import { CONSUMER_OFFSETS } from './topics.ts'
import { isUsed } from './transactions.ts'

/** The file lies beside the metadata's, in the first directory. */
const FILE = 'groups.db'

export function openGroups(broker: Broker, random: Random): GroupCoordinator {
  const { metadata, clock, logger, config, logs } = broker
  const partitions = () => metadata.topics.get(CONSUMER_OFFSETS)?.partitions.length ?? 0
  const store = new GroupStore({
    file: path.join(logs.dirs.find(({ failure }) => !failure)!.path, FILE),
    now: () => clock.now(),
    partitionCount: () => {
      const count = partitions()
      if (count === 0)
        throw new KafkaError(
          'COORDINATOR_NOT_AVAILABLE',
          `${CONSUMER_OFFSETS} has not been made yet: ask FindCoordinator first`,
        )
      return count
    },
    partition: index => leads(broker, index),
    isUsed: isUsed(broker, CONSUMER_OFFSETS),
  })
  const pictures = new Pictures(metadata)
  const assignors = config['group.consumer.assignors'].map(assignorNamed)
  const own = (groupId: string, name: string) => metadata.configs(resourceTypes.group, groupId).get(name)
  const number = (groupId: string, name: string, otherwise: number) => Number(own(groupId, name) ?? otherwise)
  return new GroupCoordinator({
    store,
    clock,
    random,
    logger: logger.child('group'),
    topics: {
      byName: name => pictures.of(metadata.topics.get(name)),
      byId: id => pictures.of(metadata.topicById(id)),
      names: () => metadata.topics.keys(),
      get version() {
        return metadata.topicsVersion
      },
    },
    classic: () => ({
      initialRebalanceDelayMs: config['group.initial.rebalance.delay.ms'],
      maxSize: config['group.max.size'],
      minSessionTimeoutMs: config['group.min.session.timeout.ms'],
      maxSessionTimeoutMs: config['group.max.session.timeout.ms'],
    }),
    consumer: groupId => ({
      maxSize: config['group.consumer.max.size'],
      assignors,
      migration: {
        policy: config['group.consumer.migration.policy'].toLowerCase() as MigrationPolicy,
        classicMaxSize: config['group.max.size'],
        consumerMaxSize: config['group.consumer.max.size'],
      },
      heartbeatIntervalMs: number(
        groupId,
        'consumer.heartbeat.interval.ms',
        config['group.consumer.heartbeat.interval.ms'],
      ),
      sessionTimeoutMs: number(groupId, 'consumer.session.timeout.ms', config['group.consumer.session.timeout.ms']),
      regexRefreshIntervalMs: config['group.consumer.regex.refresh.interval.ms'],
    }),
    offsets: () => ({
      maxMetadataBytes: config['offset.metadata.max.bytes'],
      retentionMs: config['offsets.retention.minutes'] * MINUTES,
      checkIntervalMs: config['offsets.retention.check.interval.ms'],
    }),
  })
}

/** A topic as groups know it: the same object until something about it changes. */
class Pictures {
  #known = new WeakMap<TopicState, Topic>()
  readonly #metadata: Broker['metadata']

  constructor(metadata: Broker['metadata']) {
    this.#metadata = metadata
    metadata.onChange(({ brokers }) => {
      // One may be in another rack now.
      if (brokers) this.#known = new WeakMap()
    })
  }

  of(topic: TopicState | undefined): Topic | undefined {
    if (topic === undefined) return undefined
    let picture = this.#known.get(topic)
    if (picture === undefined) {
      const { id, name, partitions } = topic
      const rackOf = (node: number) => this.#metadata.brokers.get(node)?.rack ?? []
      const racksOf = (partition: number) => partitions[partition]!.replicas.flatMap(rackOf)
      picture = { id, name, partitionCount: partitions.length, racksOf }
      this.#known.set(topic, picture)
    }
    return picture
  }
}

function leads(broker: Broker, index: number) {
  try {
    return broker.partitions.leader(CONSUMER_OFFSETS, index)
  } catch (error) {
    const cause = toldError(error, broker.logger)
    throw new KafkaError(
      'NOT_COORDINATOR',
      `This broker does not lead ${CONSUMER_OFFSETS}-${index}: ${cause.message}`,
      { cause },
    )
  }
}

/** By its name, or by that of Kafka's class. */
const assignorNamed = (text: string): AssignorName => (/range/i.test(text) ? 'range' : 'uniform')

/** Who asks, as a group remembers it. */
export const callerOf = ({ clientId, connection, version }: Session): Caller => ({
  clientId: clientId ?? '',
  clientHost: `/${connection.remoteAddress}`,
  apiVersion: version,
})
