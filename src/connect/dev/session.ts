/**
 * One connector of one file, run as its author works on it: started, and started anew from the changed file, with the offsets
 * of before. There is a worker and a standalone herder in it, and no REST.
 */
import path from 'node:path'
import { createLogger, type Logger } from '../../lib/logger.ts'
import { ConnectError } from '../errors.ts'
import { StandaloneHerder } from '../herder/standalone.ts'
import type { Connector, Given, SinkConnector, SinkTask } from '../plugin.ts'
import { nothingUsable, pluginsOf } from '../plugins/discover.ts'
import { type Entry, Plugins } from '../plugins/registry.ts'
import { shipped } from '../plugins/shipped.ts'
import type { State, Status, TaskId } from '../runtime/states.ts'
import { MemoryStatus } from '../runtime/status-store.ts'
import { Worker } from '../runtime/worker.ts'
import { standaloneSettings } from '../runtime/worker-config.ts'
import { FileOffsets } from '../storage/file-offsets.ts'
import { Tap, type TapOptions, tapped } from './tap.ts'

export interface DevOptions extends Omit<TapOptions, 'given' | 'onRecord'> {
  /** A source's record was printed; a sink has taken one; one was dropped. */
  readonly onRecord: () => void
  /** A file, or a package's folder. */
  readonly location: string
  readonly config: Given
  readonly bootstrapServers: string
  /** For offsets. */
  readonly dir: string
  readonly log: (line: string) => void
  /** The connector or its task threw; the stack. */
  readonly onFailed: (trace: string) => void
}

/** The connector of a file. */
export interface Found {
  readonly name: string
  readonly kind: 'source' | 'sink'
  readonly entries: readonly Entry[]
}

/** @throws {ConnectError} that says what to do */
export async function findConnector(location: string, wanted: string | undefined): Promise<Found> {
  const entries = await pluginsOf(location, true)
  const connectors = entries.filter((entry): entry is Entry<Connector> =>
    ['source', 'sink'].includes(entry.plugin.kind),
  )
  if (connectors.length === 0)
    throw new ConnectError(
      entries.length === 0
        ? await nothingUsable(location)
        : `${location} exports no connector, only ${entries.map(each => `${each.class} (${each.plugin.kind})`).join(', ')}`,
    )
  const plugins = new Plugins(entries)
  if (wanted === undefined && connectors.length > 1)
    throw new ConnectError(
      `${location} exports ${connectors.map(each => each.class).join(' and ')}: choose one by --config connector.class=${connectors[0]!.class}`,
    )
  const entry = wanted === undefined ? connectors[0]! : plugins.find(wanted, 'source', 'sink')
  return { name: entry.class, kind: entry.plugin.kind, entries }
}

/** What a connector's author does not want to say every time; each can be given. */
const workerDefaults = {
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
  'offset.flush.interval.ms': '500',
}

export class DevSession {
  readonly #herder: StandaloneHerder
  readonly #tap: Tap

  private constructor(herder: StandaloneHerder, tap: Tap) {
    this.#herder = herder
    this.#tap = tap
  }

  /** @throws {RestError} that names each wrong setting */
  static async start(found: Found, o: DevOptions): Promise<DevSession> {
    const settings = standaloneSettings({
      ...workerDefaults,
      'bootstrap.servers': o.bootstrapServers,
      'offset.storage.file.filename': path.join(o.dir, 'connect.offsets'),
    })
    const name = o.config['name'] ?? path.basename(o.location).replace(/\.[^.]+$/, '')
    const given = { ...o.config, name, 'connector.class': found.name }
    const isTold = found.kind === 'sink' && !o.dryRun
    const tap = new Tap({ ...o, given, onRecord: isThrough => !(isTold && isThrough) && o.onRecord() })
    const entries = isTold ? found.entries.map(entry => telling(entry, o.onRecord)) : found.entries
    const log: Logger = createLogger({
      // What a task threw comes with its status, and its causes.
      write: line => void (line.includes('threw an uncaught and unrecoverable exception') || o.log(line)),
      level: 'warn',
      name: 'connect',
    })
    const plugins = new Plugins([...entries, tap.entry, ...shipped])
    const workerId = 'dev'
    const worker = new Worker({
      settings,
      plugins,
      offsets: new FileOffsets(settings.config['offset.storage.file.filename']),
      offsetsTopic: undefined,
      workerId,
      log,
    })
    const statuses = new Statuses(o.onFailed)
    const herder = new StandaloneHerder({ worker, settings, statuses, workerId, clusterId: '', log })
    await herder.start()
    try {
      await herder.putConfig(name, tapped(given), { replace: false })
      return new DevSession(herder, tap)
    } catch (error) {
      await herder.stop()
      throw error
    }
  }

  async stop(): Promise<void> {
    await this.#herder.stop()
    this.#tap.settle()
  }
}

/** The same sink, which says what it has taken. */
function telling(entry: Entry, onRecord: () => void): Entry {
  const { plugin } = entry
  if (plugin.kind !== 'sink') return entry
  const task: SinkConnector['task'] = async (...given) => {
    const own = await plugin.task(...given)
    const put: SinkTask['put'] = async records => {
      await own.put(records)
      for (const _ of records) onRecord()
    }
    return withMethod(own, 'put', put)
  }
  return { ...entry, plugin: withMethod(plugin, 'task', task) }
}

/** Not a copy: it may be of a class with private fields. */
const withMethod = <Of extends object>(target: Of, name: keyof Of, method: unknown): Of =>
  new Proxy(target, {
    get(_, key) {
      if (key === name) return method
      const value = Reflect.get(target, key) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

class Statuses extends MemoryStatus {
  readonly #onFailed: (trace: string) => void

  constructor(onFailed: (trace: string) => void) {
    super()
    this.#onFailed = onFailed
  }

  override putConnector(connector: string, status: Status): void {
    super.putConnector(connector, status)
    this.#tell(status)
  }

  override putTask(id: TaskId, status: Status): void {
    super.putTask(id, status)
    this.#tell(status)
  }

  #tell({ state, trace }: { readonly state: State; readonly trace?: string | null | undefined }): void {
    if (state === 'FAILED') this.#onFailed(trace ?? 'it failed, and did not say why')
  }
}
