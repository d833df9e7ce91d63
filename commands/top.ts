/**
 * top: topics, rates, groups and their lag, as they are now. On a terminal a live view (ink); else, and with --once, one frame.
 * Kafka has no such tool. The rates are differences of what any broker tells, so Apache Kafka can be watched as well.
 */
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { bootstrapServer, clientConfigs, commandConfig } from '../src/cli/client.ts'
import { executing } from '../src/cli/executing.ts'
import { integer, or, text, toggle, type Values, word } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { json, printJson } from '../src/cli/json.ts'
import { tool } from '../src/cli/tool.ts'
import { type Frame, frameOf, orders, type Sample, sorted } from '../src/cli/top/frame.ts'
import { groupTable, linesOf, topicTable } from '../src/cli/top/lines.ts'
import { sampleOf } from '../src/cli/top/sample.ts'
import { topicPattern } from '../src/cli/topic-filter.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import type { Cluster } from '../src/client/cluster.ts'
import { pause } from '../src/client/wait.ts'
import { SECONDS } from '../src/lib/units.ts'

const flags = {
  bootstrapServer: bootstrapServer(),
  commandConfig: commandConfig(),
  topic: or(text('--topic <regex>', 'only topics whose whole name matches'), '.*'),
  group: or(text('--group <regex>', 'only groups whose whole name matches'), '.*'),
  internal: toggle('--internal', 'topics that Kafka keeps for itself, too'),
  sort: or(word('--sort <column>', 'what comes first', orders), 'in'),
  intervalMs: or(integer('--interval-ms <ms>', 'time between two looks'), 1 * SECONDS),
  once: toggle('--once', 'one frame, and end'),
  json: json(),
}
type Options = Values<typeof flags>

const HERE = 'localhost:9092'
const FASTEST_MS = 50

export const top = tool({
  name: 'top',
  summary: 'Watch topics, rates, groups and their lag',
  own: true,
  grammar: 'argparse4j',
  flags,
  examples: [
    'tskafka top --bootstrap-server localhost:9092',
    'tskafka top --once --json --bootstrap-server localhost:9092',
  ],
  run({ options, io }) {
    if (options.intervalMs < FASTEST_MS)
      throw new UsageError(`--interval-ms ${options.intervalMs} is too short: ${FASTEST_MS} or more`)
    const wanted = {
      topic: topicPattern(options.topic),
      group: topicPattern(options.group),
      internal: options.internal,
    }
    const configs = clientConfigs(io, options, {}, HERE)
    return executing(io, 'top command', options, async () => {
      await using cluster = await connectAdmin(configs)
      let before: Sample | undefined
      const next = async () => {
        const now = await sampleOf(cluster, wanted)
        const frame = frameOf(before, now)
        before = now
        return frame
      }
      const live = io.stdout.isTTY && io.stdin.isTTY && !options.once && !options.json
      if (live) await watch(next, `tskafka top  ${configs['bootstrap.servers']}`, options.intervalMs)
      else await printFrame(io, cluster, next, options)
    })
  },
})

/** Rates need two looks. */
async function printFrame(io: Io, cluster: Cluster, next: () => Promise<Frame>, options: Options): Promise<void> {
  await next()
  await pause(cluster.clock, options.intervalMs)
  const frame = sorted(await next(), options.sort)
  if (options.json) printJson(io, frame)
  else for (const line of [...linesOf(topicTable(frame)), '', ...linesOf(groupTable(frame))]) io.print(line)
}

/** A real import(): ink is an ES module, the launcher runs this code as a script, and a bundler would make a require() of it. */
const load = new vm.Script('specifier => import(specifier)', {
  filename: fileURLToPath(import.meta.url),
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext() as (specifier: string) => Promise<unknown>

/** On the process's own streams: ink wants the terminal itself. */
async function watch(next: () => Promise<Frame>, title: string, intervalMs: number): Promise<void> {
  // ink shows nothing but the last frame where a variable says CI, as in many containers; here a terminal is certain.
  process.env['CI'] = 'false'
  const [ink, { Top }, { createElement }] = await Promise.all([
    load('ink') as Promise<typeof import('ink')>,
    import('../src/cli/top/view.tsx'),
    import('react'),
  ])
  const height = process.stdout.rows || 24
  const app = ink.render(createElement(Top, { ink, title, next, intervalMs, height }))
  await app.waitUntilExit()
}
