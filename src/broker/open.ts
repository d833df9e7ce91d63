/**
 * What a broker opens when it starts, each for itself: sockets, directories, the controller, quotas, single logs.
 */
import type dns from 'node:dns/promises'
import { logDirs } from '../config/server.ts'
import type { Clock } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import { lazily } from '../lib/load.ts'
import type { Logger } from '../lib/logger.ts'
import type { Random } from '../lib/random.ts'
import { SECONDS } from '../lib/units.ts'
import type { Uuid } from '../lib/uuid.ts'
import { LogManager } from '../log/log-manager.ts'
import type { PartitionLog } from '../log/partition-log.ts'
import type { MetadataCache } from '../metadata/cache.ts'
import { Controller } from '../metadata/controller.ts'
import { directoryOf } from '../metadata/directories.ts'
import { METADATA_TOPIC, METADATA_TOPIC_ID } from '../metadata/seam.ts'
import { ConnectionLimits } from '../net/limits.ts'
import { Server } from '../net/server.ts'
import type { FrameHandler, ServerConnection } from '../net/server-connection.ts'
import type { Assignments } from './assignments.ts'
import { ClientQuotas } from './client-quotas.ts'
import type { Dispatcher } from './dispatch.ts'
import { anyAddress, type Listeners } from './listeners.ts'
import type { Settings } from './settings.ts'

/** Frames that come before the start is done wait for it. */
export class Ready {
  #dispatcher: Dispatcher | undefined
  #open: () => void = () => {}
  readonly #opened = new Promise<void>(resolve => {
    this.#open = resolve
  })

  open(dispatcher: Dispatcher): void {
    this.#dispatcher = dispatcher
    this.#open()
  }

  readonly accept = (connection: ServerConnection): FrameHandler => {
    const handle = this.#dispatcher?.accept(connection)
    if (handle !== undefined) return handle
    let late: FrameHandler | undefined
    return async (frame, slot) => {
      await this.#opened
      late ??= this.#dispatcher!.accept(connection)
      await late(frame, slot)
    }
  }
}

/** Open every listener, or none. @throws {ListenError} */
export async function listen(
  { listeners }: Listeners,
  {
    settings,
    clock,
    logger,
    accept,
    throttleMs,
  }: {
    settings: Settings
    clock: Clock
    logger: Logger
    accept: (connection: ServerConnection) => FrameHandler
    /** Of a new connection from an address. */
    throttleMs: (ip: string) => number
  },
): Promise<Server[]> {
  const config = settings.broker
  const limits = new ConnectionLimits({
    max: config['max.connections'],
    maxPerIp: config['max.connections.per.ip'],
    overrides: overridesIn(config['max.connections.per.ip.overrides']),
    throttleMs,
  })
  const servers: Server[] = []
  try {
    for (const { name, host, port } of listeners)
      servers.push(
        await Server.listen({
          name,
          host,
          port,
          backlog: config['socket.listen.backlog.size'],
          maxFrameBytes: config['socket.request.max.bytes'],
          idleMs: config['connections.max.idle.ms'],
          limits,
          clock,
          logger,
          accept,
        }),
      )
    return servers
  } catch (error) {
    await Promise.all(servers.map(server => server.close(0)))
    throw error
  }
}

/** `10.0.0.1:50,[::1]:5` */
const overridesIn = (text: string): Map<string, number> =>
  new Map(
    text
      .split(',')
      .map(each => /^\s*\[?(.+?)\]?:(\d+)\s*$/.exec(each))
      .filter(match => match !== null)
      .map(([, ip, limit]) => [ip!, Number(limit)]),
  )

/** Open every data directory; one that cannot be used is done without, unless the metadata lies there. */
export function openLogs(
  { settings, ...surroundings }: { settings: Settings; files: Files; clock: Clock; random: Random; logger: Logger },
  onFailed: (dir: string, error: Error) => void,
): LogManager {
  const config = settings.broker
  return LogManager.open({
    ...surroundings,
    logger: surroundings.logger.child('log'),
    dirs: logDirs(config),
    nodeId: config['node.id'],
    configOf: topic => settings.topic(topic),
    format: true,
    // One file is written for both.
    checkpointIntervalMs: Math.min(
      config['log.flush.offset.checkpoint.interval.ms'],
      config['log.flush.start.offset.checkpoint.interval.ms'],
    ),
    mayFail: dir => dir !== metadataDir(config),
    onFailed,
  })
}

export interface ControllerParts {
  settings: Settings
  listeners: Listeners
  servers: readonly Server[]
  logs: LogManager
  files: Files
  clock: Clock
  random: Random
  logger: Logger
}

/** Where the metadata lies: metadata.log.dir when it is one of log.dirs, the first of them otherwise. */
export function metadataDir(config: Parameters<typeof logDirs>[0]): string {
  const dirs = logDirs(config)
  return dirs.find(dir => dir === config['metadata.log.dir']) ?? dirs[0]!
}

export function openController(parts: ControllerParts): Controller {
  const { settings, listeners, servers, logs, files, clock, random, logger } = parts
  const config = settings.broker
  const homeDir = metadataDir(config)
  const home = logs.dirs.find(({ path }) => path === homeDir)!
  return Controller.open({
    log: logs.create(METADATA_TOPIC, 0, METADATA_TOPIC_ID, home.directoryId),
    viewDir: home.path,
    nodeId: config['node.id'],
    rack: config['broker.rack'],
    listeners: servers.map(({ name, port }, i) => {
      const { host } = listeners.listeners[i]!
      return {
        name,
        port,
        host: host === undefined || anyAddress(host) ? 'localhost' : host,
        ...listeners.advertised.get(name),
      }
    }),
    controllerListener: listeners.controller,
    staticVoters: config['controller.quorum.voters'].length > 0,
    directoryId: home.directoryId!,
    directoryIds: logs.onlineIds,
    defaultPartitions: config['num.partitions'],
    defaultReplicationFactor: config['default.replication.factor'],
    deleteTopicEnabled: config['delete.topic.enable'],
    surroundings: () => settings,
    willWrite: () => logs.begin(),
    minInsyncReplicas: config['min.insync.replicas'],
    snapshots: {
      bytesBetween: config['metadata.log.max.record.bytes.between.snapshots'],
      intervalMs: config['metadata.log.max.snapshot.interval.ms'],
      retentionBytes: config['metadata.max.retention.bytes'],
      retentionMs: config['metadata.max.retention.ms'],
    },
    files,
    clock,
    random,
    logger: logger.child('controller'),
  })
}

const resolver = lazily<typeof dns>('node:dns/promises')

/** The address of a host name that a quota is for is looked up; without one it is a warning. */
export const openQuotas = (settings: Settings, clock: Clock, logger: Logger): ClientQuotas =>
  new ClientQuotas({
    clock,
    windows: () => ({
      count: settings.broker['quota.window.num'],
      ms: settings.broker['quota.window.size.seconds'] * SECONDS,
    }),
    controllerWindows: () => ({
      count: settings.broker['controller.quota.window.num'],
      ms: settings.broker['controller.quota.window.size.seconds'] * SECONDS,
    }),
    resolve: name =>
      resolver()
        .lookup(name)
        .then(
          ({ address }) => address,
          error => {
            logger.warn(`A quota is for ${name}, which has no address: ${error.message}`)
            return undefined
          },
        ),
  })

export interface LogPlace {
  topic: string
  index: number
  topicId: Uuid
  /** Where it lies, as far as the metadata knows. */
  directoryId: Uuid | undefined
}

/** The log of a partition of ours. One of another topic of that name, deleted while we were away, is put aside. */
export function openLog(
  { topic, index, topicId, directoryId }: LogPlace,
  { logs, assignments, logger }: { logs: LogManager; assignments: Assignments; logger: Logger },
): PartitionLog {
  /** It may lie elsewhere than the metadata says, or that says nothing yet. */
  const told = (log: PartitionLog) => {
    const place = logs.placeOf(topic, index)
    if (place && place.directoryId !== directoryId)
      assignments.later({ topicId, partition: index, directoryId: place.directoryId })
    return log
  }
  const known = logs.log(topic, index, topicId)
  if (known?.topicId === topicId) return told(known)
  if (known !== undefined) {
    logger.warn(
      `${known.dir} is of a topic that was deleted (${known.topicId}), not of ${topic} (${topicId}): it is put aside`,
    )
    logs.delete(topic, index, 'stray')
  }
  return told(logs.create(topic, index, topicId, directoryId))
}

/**
 * The metadata may have partitions in a directory that there is none of: its meta.properties has another id than it had. Where
 * all directories work, they lie where they are found, and the metadata is told so.
 */
export function reclaim(
  { logs, assignments, logger }: { logs: LogManager; assignments: Assignments; logger: Logger },
  metadata: MetadataCache,
  nodeId: number,
): void {
  const online = logs.onlineIds
  const lost = new Map<string, number>()
  for (const { partitions } of metadata.topics.values())
    for (const partition of partitions) {
      const directoryId = directoryOf(partition, nodeId)
      if (directoryId !== undefined && !online.includes(directoryId))
        lost.set(directoryId, (lost.get(directoryId) ?? 0) + 1)
    }
  if (lost.size === 0) return
  for (const [directoryId, count] of lost)
    logger.warn(`${count} partitions lie in the directory with id ${directoryId}, and no directory that works has it`)
  if (logs.dirs.some(({ failure }) => failure)) return
  for (const { topic, partition, topicId, dir } of logs.list()) {
    const known = metadata.topics.get(topic)
    const state = known?.partitions[partition]
    const directoryId = state && directoryOf(state, nodeId)
    if (directoryId === undefined || online.includes(directoryId) || !topicId || topicId !== known?.id) continue
    logger.warn(`${topic}-${partition} is found in ${dir}: from now on it lies there`)
    assignments.later({ topicId, partition, directoryId: logs.placeOf(topic, partition)!.directoryId })
  }
}

/**
 * After a crash there may be logs of topics that were deleted just before. They are renamed, as Kafka does, and left for a
 * person to look at. After a clean stop there are none, and no directory is looked into.
 */
export function putStraysAside(logs: LogManager, metadata: MetadataCache, logger: Logger): void {
  if (logs.cleanShutdown) return
  for (const { topic, partition, topicId, dir } of logs.list()) {
    const known = metadata.topics.get(topic)
    const ours = known !== undefined && partition < known.partitions.length && (topicId ?? known.id) === known.id
    if (ours || topic === METADATA_TOPIC) continue
    logger.warn(
      `${topic}-${partition} in ${dir} is of no topic that there is: it is put aside as ${topic}-${partition}.*-stray`,
    )
    logs.delete(topic, partition, 'stray')
  }
}
