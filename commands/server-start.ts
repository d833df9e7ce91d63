/**
 * server-start (kafka-server-start.sh): start a broker. An empty data directory is formatted by itself; with no file the data
 * lies in ./.tskafka. One line says that it is ready, where, and how long it took; SIGTERM and Ctrl-C stop it cleanly.
 */
import type childProcess from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { Broker } from '../src/broker/broker.ts'
import { many, text, toggle } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { register, unregister } from '../src/cli/running.ts'
import { serverProperties } from '../src/cli/server-file.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { programVersion } from '../src/cli/version.ts'
import { realFiles } from '../src/lib/files.ts'
import { lazily } from '../src/lib/load.ts'
import { createLogger, type Logger } from '../src/lib/logger.ts'

const processes = lazily<typeof childProcess>('node:child_process')
const LOG_FILE = 'tskafka.log'

export const serverStart = tool({
  name: 'server-start',
  summary: 'Start a broker',
  grammar: 'joptsimple',
  flags: {
    override: many(text('--override <name=value>', 'a setting that beats the file; may be given again')),
    daemon: toggle('--daemon', 'go to the background once it is ready; the log goes to a file'),
    quiet: toggle('--quiet', 'no log, only what went wrong'),
  },
  operands: '[server.properties | tskafka.yaml]',
  examples: ['tskafka server-start', 'tskafka server-start config/server.properties --override log.retention.hours=1'],
  run({ io, options, operands: [file, ...others] }) {
    if (others.length > 0)
      throw new UsageError(
        `Found non argument parameters: ${others.join(', ')}. One file is taken; settings are --override name=value`,
        { next: `tskafka server-start ${file} ${others.map(each => `--override ${each}`).join(' ')}` },
      )
    const configs = serverProperties(io, file, options.override)
    if (configs['zookeeper.connect'] !== undefined && configs['process.roles'] === undefined)
      io.warn('WARN zookeeper.connect is ignored: there is no ZooKeeper any more, the broker keeps the metadata itself')
    return options.daemon ? inBackground(io, configs) : inForeground(io, configs, options.quiet)
  },
})

async function inForeground(io: Io, configs: Record<string, string>, quiet: boolean): Promise<number> {
  const logger = createLogger({
    write: line => {
      io.stderr.write(line)
      io.stderr.flush()
    },
    level: quiet ? 'warn' : 'info',
  })
  // Before the start: who stops it in the middle is to have a clean stop as well.
  const interrupted = new Promise<'interrupted'>(resolve => io.onInterrupt(() => resolve('interrupted')))
  const broker = await Broker.start({ configs, logger })
  // Somebody who asked in the meantime is heard first.
  const early = await Promise.race([interrupted, new Promise(setImmediate)])
  if (early !== 'interrupted') announce(io, broker)
  const failed = broker.failed.then(error => {
    unregister(process.pid)
    logger.error('The broker cannot go on without its metadata: it stops, as a crash would stop it', error)
    return 1
  })
  const stopped = interrupted.then(() => stop(broker, logger))
  return Promise.race([failed, stopped])
}

function announce(io: Io, broker: Broker): void {
  const dataDirs = broker.logs.dirs.map(({ path }) => path)
  const { address } = broker
  const roles = [...broker.config['process.roles']].sort()
  register({ pid: process.pid, address, dataDirs, nodeId: broker.nodeId, roles })
  const took = Math.round(performance.now())
  io.print(
    `${programVersion} is ready at ${broker.addresses.join(', ')} after ${took} ms. Data in ${dataDirs.join(', ')}, cluster ${broker.clusterId}`,
  )
  io.print(`Next: tskafka topics --create --topic orders --bootstrap-server ${address}`)
  io.stdout.flush()
}

async function stop(broker: Broker, logger: Logger): Promise<number> {
  logger.info('Stopping: requests that came are answered, then everything is written down')
  try {
    await broker.close()
    unregister(process.pid)
    logger.info('Stopped')
    return 0
  } catch (error) {
    logger.error('The stop failed', error)
    return 1
  }
}

/** The same command again, of its own; this one ends when that one is ready, or has failed. */
function inBackground(io: Io, configs: Record<string, string>): Promise<number> {
  const dir = (configs['log.dirs'] ?? configs['log.dir'] ?? '/tmp/kafka-logs').split(',')[0]!.trim()
  realFiles.mkdir(dir)
  const file = path.join(dir, LOG_FILE)
  const log = fs.openSync(file, 'a')
  const overrides = Object.entries(configs).flatMap(([name, value]) => ['--override', `${name}=${value}`])
  const child = processes().spawn(process.execPath, [process.argv[1]!, 'server-start', ...overrides], {
    detached: true,
    stdio: ['ignore', 'pipe', log],
    cwd: io.cwd,
  })
  return new Promise(resolve => {
    let said = ''
    child.stdout!.on('data', data => {
      said += data
      if (!/^Next: .*\n/m.test(said)) return
      io.stdout.write(said)
      io.print(`In the background as process ${child.pid}; its log is ${file}. Stop it with: tskafka server-stop`)
      child.stdout!.destroy()
      child.unref()
      resolve(0)
    })
    child.on('exit', code => {
      io.warn(fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-3).join('\n'))
      resolve(code ?? 1)
    })
  })
}
