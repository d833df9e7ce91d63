/**
 * What a broker is made of that has to be opened, in the order of a start: settings, sockets, directories, metadata. All of it is
 * open, or nothing.
 */
import { serverConfig } from '../config/server.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { type Files, realFiles } from '../lib/files.ts'
import { type Logger, silentLogger } from '../lib/logger.ts'
import { type Random, systemRandom } from '../lib/random.ts'
import type { LogManager } from '../log/log-manager.ts'
import type { Controller } from '../metadata/controller.ts'
import type { Server } from '../net/server.ts'
import { Acls } from './acls.ts'
import type { Handler } from './handler.ts'
import { handlers as allHandlers } from './handlers/index.ts'
import { type Listeners, readListeners } from './listeners.ts'
import { listen, metadataDir, openController, openLogs, Ready } from './open.ts'
import { Settings } from './settings.ts'

export interface BrokerOptions {
  /** By Kafka's property names; see `config/server.properties`. */
  configs?: Readonly<Record<string, string>>
  clock?: Clock
  random?: Random
  files?: Files
  /** Default: says nothing. */
  logger?: Logger
  /** Default: those of `handlers/index.ts`. An embedded broker looks at each request before it is handled. */
  handlers?: readonly Handler[]
}

export interface Parts {
  acls: Acls
  settings: Settings
  listeners: Listeners
  servers: readonly Server[]
  logs: LogManager
  controller: Controller
  clock: Clock
  random: Random
  logger: Logger
  handlers: readonly Handler[]
  /** Resolves when the directory of the metadata has failed. */
  failed: Promise<Error>
  ready: Ready
}

/** What is asked before there is a broker, and answered by it. */
interface Later {
  /** Of a new connection from an address. */
  throttleMs: (ip: string) => number
  /** A directory does not work any more. */
  onOffline: () => void
}

/** @throws {ConfigError | DirectoryError | ListenError} as `Broker.start` */
export async function openParts(options: BrokerOptions, { throttleMs, onOffline }: Later): Promise<Parts> {
  const {
    clock = systemClock,
    random = systemRandom,
    files = realFiles,
    logger = silentLogger,
    handlers = allHandlers,
  } = options
  const start = serverConfig(new Map(Object.entries(options.configs ?? {})))
  for (const warning of start.warnings) logger.warn(warning)
  const settings = new Settings(start, logger)
  const acls = new Acls(start.given)
  const listeners = readListeners(start.values)
  const ready = new Ready()
  const servers = await listen(listeners, {
    settings,
    clock,
    logger: logger.child('net'),
    accept: ready.accept,
    throttleMs,
  })
  let logs: LogManager | undefined
  let fail: (error: Error) => void = () => {}
  const failed = new Promise<Error>(resolve => {
    fail = resolve
  })
  try {
    logs = openLogs({ settings, files, clock, random, logger }, (dir, error) => {
      if (dir === metadataDir(start.values)) fail(error)
      // Whoever has met the fault has something to finish.
      else setImmediate(onOffline)
    })
    const controller = openController({ settings, listeners, servers, logs, files, clock, random, logger })
    return { acls, settings, listeners, servers, logs, controller, clock, random, logger, handlers, failed, ready }
  } catch (error) {
    await abandon({ logs, servers })
    throw error
  }
}

/** Close what is open; nothing more is written. */
export async function abandon({ logs, servers }: { logs: LogManager | undefined; servers: readonly Server[] }) {
  logs?.abandon()
  await Promise.all(servers.map(server => server.close(0)))
}
