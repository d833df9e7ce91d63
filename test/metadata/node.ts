/** A controller with its log, in a directory of a test: what a broker has of it, without the broker. */
import path from 'node:path'
import { serverConfig, topicConfig } from '../../src/config/server.ts'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { type Files, realFiles } from '../../src/lib/files.ts'
import { silentLogger } from '../../src/lib/logger.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { Handles } from '../../src/log/handles.ts'
import { PartitionLog } from '../../src/log/partition-log.ts'
import { Controller, type ControllerOptions } from '../../src/metadata/controller.ts'
import { METADATA_TOPIC, METADATA_TOPIC_ID } from '../../src/metadata/seam.ts'
import { CreateTopics, type CreateTopicsRequest } from '../../src/protocol/generated/apis/19-create-topics.ts'

export interface NodeOptions extends Partial<Omit<ControllerOptions, 'log'>> {
  clock?: Clock
  files?: Files
  segmentMs?: number
  logStartOffset?: number
}

export const node = (dir: string, { segmentMs, logStartOffset = 0, ...more }: NodeOptions = {}) => {
  const { clock = systemClock, files = realFiles } = more
  const own = new Map([['retention.ms', '-1'], ...(segmentMs ? ([['segment.ms', String(segmentMs)]] as const) : [])])
  const log = PartitionLog.open({
    dir: path.join(dir, `${METADATA_TOPIC}-0`),
    topic: METADATA_TOPIC,
    partition: 0,
    topicId: METADATA_TOPIC_ID,
    config: () => topicConfig(own, new Map()),
    files,
    handles: new Handles(files),
    clock,
    logger: silentLogger,
    recoveryPoint: 0,
    logStartOffset,
    cleanShutdown: false,
  })
  const controller = Controller.open({
    log,
    viewDir: dir,
    nodeId: 1,
    rack: null,
    listeners: [{ name: 'PLAINTEXT', host: 'localhost', port: 9092 }],
    controllerListener: { name: 'CONTROLLER', host: 'localhost', port: 9093 },
    staticVoters: false,
    directoryId: 'AQIDBAUGBwgJCgsMDQ4PEA',
    directoryIds: ['AQIDBAUGBwgJCgsMDQ4PEA'],
    snapshots: { bytesBetween: 20 << 20, intervalMs: 0, retentionBytes: -1, retentionMs: -1 },
    minInsyncReplicas: 1,
    defaultPartitions: 1,
    defaultReplicationFactor: 1,
    deleteTopicEnabled: true,
    surroundings: () => ({
      broker: serverConfig(new Map()).values,
      names: new Map(),
      values: { dynamic: new Map(), dynamicDefault: new Map(), given: new Map() },
    }),
    files,
    clock,
    random: seededRandom(1),
    logger: silentLogger,
    ...more,
  })
  return {
    controller,
    log,
    stop: () => {
      controller.resign()
      controller.close()
      log.close()
    },
    kill: () => {
      controller.close()
      log.abandon()
    },
  }
}

export const creatable = (name: string, more: Partial<CreateTopicsRequest['topics'][number]> = {}) => ({
  name,
  numPartitions: 1,
  replicationFactor: 1,
  assignments: [],
  configs: [],
  ...more,
})

export const create = (controller: Controller, topics: CreateTopicsRequest['topics'], validateOnly = false) =>
  controller.forward(CreateTopics, { topics, timeoutMs: 1000, validateOnly }, 'User:ANONYMOUS')
