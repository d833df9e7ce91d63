/**
 * storage (kafka-storage.sh): format a data directory, say what it holds, make an id. Formatting is never needed here:
 * server-start does it by itself. Source: Kafka 4.3 `StorageTool`.
 */
import path from 'node:path'
import { many, required, text, toggle } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { serverProperties } from '../src/cli/server-file.ts'
import { type Family, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { logDirs, serverConfig } from '../src/config/server.ts'
import { realFiles } from '../src/lib/files.ts'
import { systemRandom } from '../src/lib/random.ts'
import { randomUuid } from '../src/lib/uuid.ts'
import { readMetaProperties, writeMetaProperties } from '../src/log/meta-properties.ts'
import { freshLevels } from '../src/metadata/features.ts'

const config = () => required(text('-c, --config <file>', "the broker's properties"))

function settings(io: Io, file: string) {
  const { values } = serverConfig(new Map(Object.entries(serverProperties(io, file, []))))
  return { nodeId: values['node.id'], dirs: logDirs(values).map(dir => path.resolve(io.cwd, dir)) }
}

const info = tool({
  name: 'storage info',
  summary: 'Say which directories are formatted, and for which cluster and node',
  grammar: 'argparse4j',
  flags: { config: config() },
  examples: ['tskafka storage info -c config/server.properties'],
  run({ io, options }) {
    const { dirs } = settings(io, options.config!)
    const found = dirs.map(dir => ({
      dir,
      meta: realFiles.exists(dir) ? readMetaProperties(realFiles, dir) : undefined,
    }))
    const list = (title: string, names: readonly string[]) => {
      if (names.length === 0) return
      io.print(`${title}:`)
      for (const name of names) io.print(`  ${name}`)
      io.print()
    }
    list(
      'Found log directory',
      found.filter(({ dir }) => realFiles.exists(dir)).map(({ dir }) => dir),
    )
    const [formatted] = found.filter(({ meta }) => meta)
    if (formatted?.meta) {
      const { clusterId, directoryId, nodeId } = formatted.meta
      io.print(`Found metadata: {cluster.id=${clusterId}, directory.id=${directoryId}, node.id=${nodeId}, version=1}`)
      io.print()
    }
    const problems = found
      .filter(({ meta }) => !meta)
      .map(({ dir }) => (realFiles.exists(dir) ? `${dir} is not formatted.` : `${dir} does not exist`))
    list(problems.length === 1 ? 'Found problem' : 'Found problems', problems)
    return problems.length > 0 ? 1 : 0
  },
})

const format = tool({
  name: 'storage format',
  summary: 'Format the directories of a broker',
  grammar: 'argparse4j',
  flags: {
    config: config(),
    clusterId: required(text('-t, --cluster-id <id>', 'the id of the cluster: see storage random-uuid')),
    ignoreFormatted: toggle('-g, --ignore-formatted', 'leave directories as they are that are formatted already'),
    standalone: toggle('-s, --standalone', 'one controller, this one: always so here'),
    noInitialControllers: toggle('-N, --no-initial-controllers', 'of clusters with several controllers').hideHelp(),
    initialControllers: text('-I, --initial-controllers <list>', 'of clusters with several controllers').hideHelp(),
    releaseVersion: text('-r, --release-version <version>', 'the metadata version; 4.3-IV0, and no other'),
    feature: many(text('-f, --feature <name=level>', 'the level of a feature')),
    addScram: many(
      text('-S, --add-scram <credential>', 'a user with a password: comes with authentication').hideHelp(),
    ),
  },
  examples: ['tskafka storage format --standalone -t $(tskafka storage random-uuid) -c config/server.properties'],
  run({ io, options }) {
    const { dirs, nodeId } = settings(io, options.config!)
    const clusterId = options.clusterId!
    if (options.addScram.length > 0 || options.initialControllers !== undefined)
      throw new UsageError(
        '--add-scram and --initial-controllers come with authentication and clusters; leave them out',
      )
    const formatted = dirs.filter(dir => realFiles.exists(dir) && readMetaProperties(realFiles, dir))
    if (formatted.length > 0 && !options.ignoreFormatted) {
      io.warn(
        `Log directory ${formatted[0]} is already formatted. Use --ignore-formatted to ignore this directory and format the others.`,
      )
      return 1
    }
    const rest = dirs.filter(dir => !formatted.includes(dir))
    if (rest.length === 0) io.print('All of the log directories are already formatted.')
    for (const dir of rest) {
      realFiles.mkdir(dir)
      writeMetaProperties(realFiles, dir, { clusterId, nodeId, directoryId: randomUuid(systemRandom) })
      io.print(
        `Formatting ${dir === dirs[0] ? 'metadata directory' : 'data directory'} ${dir} with metadata.version 4.3-IV0.`,
      )
    }
    return 0
  },
})

const uuid = tool({
  name: 'storage random-uuid',
  summary: 'Make a random id',
  grammar: 'argparse4j',
  flags: {},
  examples: ['tskafka storage random-uuid'],
  run({ io }) {
    io.print(randomUuid(systemRandom))
    return 0
  },
})

const features = tool({
  name: 'storage version-mapping',
  summary: 'Show the feature levels of a metadata version',
  grammar: 'argparse4j',
  flags: { releaseVersion: text('-r, --release-version <version>', 'the metadata version; 4.3-IV0, and no other') },
  examples: ['tskafka storage version-mapping'],
  run({ io }) {
    for (const [name, level] of freshLevels)
      io.print(name === 'metadata.version' ? `metadata.version=${level} (4.3-IV0)` : `${name}=${level}`)
    return 0
  },
})

export const storage: Family = {
  name: 'storage',
  summary: 'Format a data directory, or say what it holds',
  subcommands: [info, format, features, uuid],
}
