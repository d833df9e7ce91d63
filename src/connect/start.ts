/**
 * A worker, from its settings to the line that says it is ready: plugins, REST, the cluster, the herder.
 * Source: Kafka 4.3 `AbstractConnectCli.startConnect`, `Connect`.
 */
import { Admin } from '../client/admin/admin.ts'
import { retry } from '../client/retry.ts'
import { distributedConfigs, standaloneConfigs } from '../config/connect.ts'
import { systemClock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { MINUTES, SECONDS } from '../lib/units.ts'
import { ConnectError, SettingsError } from './errors.ts'
import { DistributedHerder } from './herder/distributed.ts'
import type { Herder } from './herder/herder.ts'
import { StandaloneHerder } from './herder/standalone.ts'
import type { Given } from './plugin.ts'
import { discover } from './plugins/discover.ts'
import { Plugins } from './plugins/registry.ts'
import { shipped } from './plugins/shipped.ts'
import type { Forward, Guard } from './rest/app.ts'
import { BASIC_AUTH, basicAuth } from './rest/basic-auth.ts'
import { forwarding } from './rest/forward.ts'
import { LogLevels } from './rest/log-levels.ts'
import { responseHeaders } from './rest/response-headers.ts'
import { adminRoutes, routes } from './rest/routes.ts'
import type { RestServer } from './rest/server.ts'
import { internalClients } from './runtime/clients.ts'
import { MemoryStatus } from './runtime/status-store.ts'
import { Worker, type WorkerOptions } from './runtime/worker.ts'
import { distributedSettings, standaloneSettings, type WorkerSettings, warnUnknown } from './runtime/worker-config.ts'
import { FileOffsets } from './storage/file-offsets.ts'
import { topicSettings } from './storage/internal-topic.ts'
import { OffsetsTopic } from './storage/offsets-topic.ts'
import { StatusTopic } from './storage/status-topic.ts'

export interface StartOptions {
  /** The worker's settings. */
  readonly given: Given
  /** Lines of the log. */
  readonly write: (line: string) => void
  readonly env: Readonly<Record<string, string | undefined>>
  readonly level?: string
  /** How long a connector may take to stop. Default: Kafka's 5 seconds. */
  readonly connectorStopMs?: number
}

export interface Started {
  readonly herder: Herder
  readonly log: Logger
  /** Of its REST, for other workers. */
  readonly url: string
  /** Where REST is served. */
  readonly addresses: readonly string[]
  stop(): Promise<void>
}

/** What every worker has, once its cluster has answered. */
export interface Foundation {
  readonly settings: WorkerSettings
  readonly plugins: Plugins
  readonly server: RestServer
  readonly levels: LogLevels
  readonly log: Logger
  readonly clusterId: string
  readonly workerId: string
  readonly connectorStopMs?: number | undefined
}

/** @throws {ConfigError | SettingsError | ConnectError | KafkaError} why it cannot start */
export async function startStandalone(options: StartOptions): Promise<Started> {
  const settings = standaloneSettings(options.given)
  const base = await lay(settings, options, standaloneConfigs)
  return run(
    base,
    ({ worker, ...common }) => new StandaloneHerder({ ...common, worker, statuses: new MemoryStatus() }),
    {
      offsets: new FileOffsets(settings.config['offset.storage.file.filename']),
      offsetsTopic: undefined,
    },
  )
}

/** @throws {ConfigError | SettingsError | ConnectError | KafkaError} why it cannot start */
export async function startDistributed(options: StartOptions): Promise<Started> {
  const settings = distributedSettings(options.given)
  const base = await lay(settings, options, distributedConfigs, forwarding(settings))
  const { log, server } = base
  const { config, given, groupId } = settings
  const clientId = `${groupId}-`
  const { ViewDirectory } = await import('./view/directory.ts')
  const views = ViewDirectory.open({
    dir: config['view.dir'],
    groupId: config['group.id'],
    address: hasFixedPort(config.listeners) ? base.workerId : undefined,
    log,
  })
  const statuses = new StatusTopic({
    internal: {
      topic: config['status.storage.topic'],
      purpose: 'connector and task statuses',
      setting: 'status.storage.topic',
      partitions: config['status.storage.partitions'],
      replicationFactor: config['status.storage.replication.factor'],
      configs: topicSettings(given, 'status.storage.', log),
    },
    clients: internalClients(settings, `${clientId}statuses`),
    log: log.child('status-topic'),
    file: views.file('statuses'),
  })
  const offsetsTopic = {
    topic: config['offset.storage.topic'],
    partitions: config['offset.storage.partitions'],
    replicationFactor: config['offset.storage.replication.factor'],
    configs: topicSettings(given, 'offset.storage.', log),
  }
  const offsets = new OffsetsTopic({
    internal: { ...offsetsTopic, purpose: 'source connector offsets', setting: 'offset.storage.topic' },
    clients: internalClients(settings, `${clientId}offsets`),
    readCommitted: settings.exactlyOnce === 'enabled',
    log: log.child('offsets-topic'),
    file: views.file('offsets'),
  })
  const herder = (parts: Parts) =>
    new DistributedHerder({ ...parts, settings, statuses, url: server.url, configView: views.file('configs') })
  try {
    const started = await run(base, herder, { offsets, offsetsTopic })
    return {
      ...started,
      async stop() {
        await started.stop().finally(() => views.close())
      },
    }
  } catch (error) {
    views.close()
    throw error
  }
}

/** Then the worker has the same address after a start. */
const hasFixedPort = (listeners: readonly string[]) => !listeners.some(each => /:0\/?$/.test(each))

/** REST listens at once, so that a port in use is said first; it answers when the herder is there. */
export async function lay(
  settings: WorkerSettings,
  { given, write, env, level = 'INFO', connectorStopMs }: StartOptions,
  known: Readonly<Record<string, unknown>>,
  forward: Forward = async error => {
    throw error
  },
): Promise<Foundation> {
  const levels = new LogLevels({ write, name: 'connect', level })
  const log = levels.logger
  warnUnknown(given, known, log)
  const plugins = new Plugins([...shipped, ...(await discover(settings.config['plugin.path'] ?? [], log))])
  for (const { entry, by } of plugins.hidden)
    log.warn(
      `${entry.class} of ${entry.location} is not used: ${by.location === 'classpath' ? 'one that is shipped' : by.location} has the same name. Export it by another name, or give it a class`,
    )
  // Hono and what it needs of Node take 12 ms to load (2026-11-21): help and wrong settings do without.
  const { RestServer } = await import('./rest/server.ts')
  const server = new RestServer({
    settings,
    log: log.child('rest'),
    guard: guardOf(settings, env),
    forward,
    headers: responseHeaders(settings.config),
  })
  await server.listen(routes, adminRoutes)
  try {
    const clusterId = await clusterOf(settings, log)
    const workerId = server.url.replace(/^https?:\/\//, '')
    return { settings, plugins, server, levels, log, clusterId, workerId, connectorStopMs }
  } catch (error) {
    await server.close()
    throw error
  }
}

function guardOf({ config }: WorkerSettings, env: StartOptions['env']): Guard | undefined {
  const classes = config['rest.extension.classes']
  for (const name of classes)
    if (name !== BASIC_AUTH) throw new SettingsError(`rest.extension.classes: there is only ${BASIC_AUTH}, not ${name}`)
  return classes.length > 0 ? basicAuth(env) : undefined
}

/** Wait for a broker as long as Kafka's worker does. */
async function clusterOf({ bootstrapServers, of }: WorkerSettings, log: Logger): Promise<string> {
  let said = false
  const ask = async () => {
    try {
      await using admin = await Admin.connect({ 'bootstrap.servers': bootstrapServers, ...of('admin.') })
      return (await admin.describeCluster()).clusterId
    } catch (error) {
      if (!said) log.warn(`No broker answers at ${bootstrapServers} yet (${(error as Error).message}); waiting for one`)
      said = true
      throw error
    }
  }
  try {
    return await retry(ask, {
      clock: systemClock,
      backoff: { firstMs: 250, maxMs: 2 * SECONDS },
      timeoutMs: 1 * MINUTES,
    })
  } catch (cause) {
    throw new ConnectError(
      "Failed to connect to and describe Kafka cluster. Check worker's broker connection and security properties.",
      { cause },
    )
  }
}

type Parts = Omit<ConstructorParameters<typeof StandaloneHerder>[0], 'statuses'>

export async function run(
  base: Foundation,
  makeHerder: (parts: Parts) => Herder,
  { offsets, offsetsTopic }: Pick<WorkerOptions, 'offsets' | 'offsetsTopic'>,
): Promise<Started> {
  const { settings, plugins, server, levels, log, clusterId, workerId, connectorStopMs } = base
  let herder: Herder | undefined
  try {
    const worker = new Worker({ settings, plugins, offsets, offsetsTopic, workerId, log, connectorStopMs })
    herder = makeHerder({
      worker,
      settings,
      workerId,
      clusterId,
      log: log.child('herder'),
      onLogLevel: (logger, level) => levels.set(logger, level),
    })
    await herder.start()
  } catch (error) {
    await server.close()
    await herder?.stop().catch(cause => log.error('What was started could not be stopped', cause))
    throw error
  }
  const started = herder
  server.serve({ herder: started, levels })
  return {
    herder: started,
    log,
    url: server.url,
    addresses: server.addresses,
    async stop() {
      await server.close()
      await started.stop()
    },
  }
}
