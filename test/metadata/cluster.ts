/** A cluster of several nodes as records would have made it: what one node by itself cannot come to. */
import path from 'node:path'
import type { Test } from 'tap'
import { serverConfig } from '../../src/config/server.ts'
import { appliers } from '../../src/metadata/apply.ts'
import { MetadataCache } from '../../src/metadata/cache.ts'
import type { ControllerState, Decide } from '../../src/metadata/decide/state.ts'
import { decodeRecord, encodeRecord, type MetadataRecord, record } from '../../src/metadata/records.ts'
import { SCHEMA, SCHEMA_VERSION } from '../../src/metadata/schema.ts'
import { nothingTouched } from '../../src/metadata/touched.ts'
import { RegisterBrokerRecord } from '../../src/protocol/generated/records/metadata/00-register-broker.ts'
import { TopicRecord } from '../../src/protocol/generated/records/metadata/02-topic.ts'
import {
  PartitionRecord,
  type PartitionRecordInit,
} from '../../src/protocol/generated/records/metadata/03-partition.ts'
import { FeatureLevelRecord } from '../../src/protocol/generated/records/metadata/12-feature-level.ts'
import { View } from '../../src/view/view.ts'

export const TOPIC_ID = 'hB4XnchJTXyPLDp10o1OQg'
export const directoryOf = (brokerId: number) => `AQIDBAUGBwgJCgsMDQ4P${brokerId}A`

export interface ClusterOptions {
  /** 1 to 3 are registered. */
  alive?: readonly number[]
  features?: Readonly<Record<string, number>>
}

export function cluster(t: Test, partitions: readonly Partial<PartitionRecordInit>[], options: ClusterOptions = {}) {
  const { alive = [1, 2, 3], features = {} } = options
  const view = View.open({ file: path.join(t.testdir(), 'metadata.db'), schema: SCHEMA, version: SCHEMA_VERSION })
  t.teardown(() => view.close())
  const metadata = new MetadataCache(view)
  const apply = (records: Iterable<MetadataRecord>) => {
    const touched = nothingTouched()
    for (const each of records) {
      const { apiKey, value } = decodeRecord(encodeRecord(each))
      appliers[apiKey]!(view, value, touched)
    }
    metadata.refresh(touched, metadata.offset + 1)
  }
  apply([
    ...[1, 2, 3].map(brokerId =>
      record(RegisterBrokerRecord, {
        brokerId,
        incarnationId: TOPIC_ID,
        brokerEpoch: brokerId,
        endPoints: [],
        features: [],
        rack: null,
        fenced: !alive.includes(brokerId),
        logDirs: [directoryOf(brokerId)],
      }),
    ),
    ...Object.entries(features).map(([name, featureLevel]) => record(FeatureLevelRecord, { name, featureLevel })),
    record(TopicRecord, { name: 'orders', topicId: TOPIC_ID }),
    ...partitions.map((partition, partitionId) => {
      const { replicas = [1] } = partition
      return record(PartitionRecord, {
        partitionId,
        topicId: TOPIC_ID,
        replicas,
        isr: replicas,
        removingReplicas: [],
        addingReplicas: [],
        leader: replicas[0]!,
        leaderEpoch: 0,
        partitionEpoch: 0,
        directories: replicas.map(directoryOf),
        ...partition,
      })
    }),
  ])
  const state = {
    metadata,
    nodeId: 1,
    directoryOf,
    surroundings: () => ({
      broker: serverConfig(new Map()).values,
      names: new Map(),
      values: { dynamic: new Map(), dynamicDefault: new Map(), given: new Map() },
    }),
    quorum: () => ({ kraftVersion: 1 }),
  } as unknown as ControllerState
  return {
    metadata,
    state,
    partition: (index = 0) => metadata.partition('orders', index)!,
    /** Decide, and live with it. */
    decide<Request, Response>(decision: Decide<Request, Response>, request: Request) {
      const { records, response } = decision(state, request)
      apply(records)
      return { response, records }
    },
  }
}
