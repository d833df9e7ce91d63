/**
 * storage (kafka-storage.sh): format a data directory, say what it holds, make an id. Formatting is never needed here:
 * server-start does it by itself. Source: Kafka 4.3 `StorageTool`, `Formatter`.
 * Not here: --add-scram, --initial-controllers; metadata versions other than 4.3-IV0.
 */
import path from 'node:path'
import { readListeners } from '../src/broker/listeners.ts'
import { featureDependencies, LATEST, metadataLevel, versionMapping } from '../src/cli/feature-levels.ts'
import { many, or, required, text, toggle } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { serverProperties } from '../src/cli/server-file.ts'
import { type Family, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { logDirs, serverConfig } from '../src/config/server.ts'
import { systemClock } from '../src/lib/clock.ts'
import { realFiles } from '../src/lib/files.ts'
import { systemRandom } from '../src/lib/random.ts'
import { randomUuid, uuidToBytes } from '../src/lib/uuid.ts'
import { readMetaProperties, writeMetaProperties } from '../src/log/meta-properties.ts'
import { partitionDir } from '../src/log/paths.ts'
import { freshLevels } from '../src/metadata/features.ts'
import { writeBootstrap, writeVoters } from '../src/metadata/format.ts'
import { standalone } from '../src/metadata/kraft.ts'
import { METADATA_TOPIC } from '../src/metadata/seam.ts'

const help = { exit: 0, to: 'stdout' } as const
const config = () => required(text('-c, --config <file>', "the broker's properties"))

function settings(io: Io, file: string) {
  const { values } = serverConfig(new Map(Object.entries(serverProperties(io, file, []))))
  const dirs = logDirs(values).map(dir => path.resolve(io.cwd, dir))
  const metadata = values['metadata.log.dir']
  return {
    nodeId: values['node.id'],
    dirs,
    metadataDir: metadata === null ? dirs[0]! : path.resolve(io.cwd, metadata),
    staticVoters: values['controller.quorum.voters'].length > 0,
    controller: readListeners(values).controller,
  }
}

const info = tool({
  name: 'storage info',
  summary: 'Say which directories are formatted, and for which cluster and node',
  grammar: 'argparse4j',
  help,
  flags: { config: config() },
  examples: ['tskafka storage info -c config/server.properties'],
  run({ io, options }) {
    const { dirs } = settings(io, options.config)
    const there = dirs.filter(dir => realFiles.exists(dir))
    const found = there.map(dir => ({ dir, meta: readMetaProperties(realFiles, dir) }))
    const list = (title: string, lines: readonly string[]) => {
      if (lines.length === 0) return
      io.print(`${title}:`)
      for (const line of lines) io.print(`  ${line}`)
      io.print()
    }
    list(there.length > 1 ? 'Found log directories' : 'Found log directory', there)
    const formatted = found.find(({ meta }) => meta)?.meta
    if (formatted) {
      const { clusterId, directoryId, nodeId } = formatted
      const directory = directoryId === undefined ? '' : `directory.id=${directoryId}, `
      io.print(`Found metadata: {cluster.id=${clusterId}, ${directory}node.id=${nodeId}, version=1}`)
      io.print()
    }
    const problems = [
      ...dirs.filter(dir => !there.includes(dir)).map(dir => `${dir} does not exist`),
      ...found.filter(({ meta }) => !meta).map(({ dir }) => `${dir} is not formatted.`),
    ]
    list(problems.length > 1 ? 'Found problems' : 'Found problem', problems)
    return problems.length > 0 ? 1 : 0
  },
})

const format = tool({
  name: 'storage format',
  summary: 'Format the directories of a broker',
  grammar: 'argparse4j',
  help,
  flags: {
    config: config(),
    clusterId: required(text('-t, --cluster-id <id>', 'the id of the cluster: see storage random-uuid')),
    ignoreFormatted: toggle('-g, --ignore-formatted', 'leave directories as they are that are formatted already'),
    standalone: toggle('-s, --standalone', 'one controller, this one: always so here'),
    noInitialControllers: toggle('-N, --no-initial-controllers', 'of clusters with several controllers').hideHelp(),
    initialControllers: text('-I, --initial-controllers <list>', 'of clusters with several controllers').hideHelp(),
    releaseVersion: or(text('-r, --release-version <version>', 'the metadata version; no other is here'), LATEST),
    feature: many(text('-f, --feature <name=level>', 'the level of a feature; those of the metadata version are here')),
    addScram: many(
      text('-S, --add-scram <credential>', 'a user with a password: comes with authentication').hideHelp(),
    ),
  },
  rules: [
    { flag: '--standalone', not: ['--no-initial-controllers', '--initial-controllers'] },
    { flag: '--no-initial-controllers', not: ['--initial-controllers'] },
  ],
  examples: ['tskafka storage format --standalone -t $(tskafka storage random-uuid) -c config/server.properties'],
  run({ io, options }) {
    const { clusterId, ignoreFormatted } = options
    const { dirs, nodeId, metadataDir, staticVoters, controller } = settings(io, options.config)
    if (staticVoters && options.standalone)
      throw new UsageError(
        'controller.quorum.voters says who votes, and so does --standalone: leave out one of them, or take controller.quorum.bootstrap.servers',
      )
    if (options.addScram.length > 0 || options.initialControllers !== undefined)
      throw new UsageError(
        '--add-scram and --initial-controllers come with authentication and clusters; leave them out',
      )
    if (metadataLevel(options.releaseVersion) !== metadataLevel(LATEST))
      throw new UsageError(`--release-version ${options.releaseVersion} is not here: only ${LATEST} is`)
    for (const feature of options.feature) demandFresh(feature)
    if (!uuidToBytes(clusterId))
      throw new UsageError(
        `Cluster ID string ${clusterId} does not appear to be a valid UUID; make one with: tskafka storage random-uuid`,
      )
    const formatted = dirs.filter(dir => realFiles.exists(dir) && readMetaProperties(realFiles, dir))
    if (formatted.length > 0 && !ignoreFormatted)
      return refused(
        io,
        `Log directory ${formatted[0]} is already formatted. Use --ignore-formatted to ignore this directory and format the others.`,
      )
    for (const dir of formatted) {
      const { clusterId: theirs } = readMetaProperties(realFiles, dir)!
      const file = path.join(dir, 'meta.properties')
      if (theirs !== clusterId)
        return refused(io, `Invalid cluster.id in: ${file}. Expected ${clusterId}, but read ${theirs}`)
    }
    const rest = dirs.filter(dir => !formatted.includes(dir))
    if (rest.length === 0) io.print('All of the log directories are already formatted.')
    else io.print(bootstrapLine())
    for (const dir of rest) {
      const kind = dir !== metadataDir ? 'data' : staticVoters ? 'metadata' : 'dynamic metadata voter'
      io.print(`Formatting ${kind} directory ${dir} with metadata.version ${LATEST}.`)
      const directoryId = randomUuid(systemRandom)
      realFiles.mkdir(dir)
      writeBootstrap(realFiles, dir, systemClock)
      if (dir === metadataDir && !staticVoters)
        writeVoters(realFiles, metadataLogIn(dir), systemClock, standalone(nodeId, directoryId, controller))
      // Last: with it the directory counts as formatted.
      writeMetaProperties(realFiles, dir, { clusterId, nodeId, directoryId })
    }
    return 0
  },
})

const metadataLogIn = (dir: string) => path.join(dir, partitionDir(METADATA_TOPIC, 0))

function refused(io: Io, why: string): number {
  io.warn(why)
  return 1
}

/** @throws {UsageError} for a level that a fresh cluster does not have here */
function demandFresh(feature: string): void {
  featureDependencies(feature)
  const [name, level] = feature.split('=')
  const fresh = freshLevels.find(each => each[0] === name)?.[1]
  if (fresh !== undefined && fresh !== Number(level))
    throw new UsageError(`--feature ${feature} is not here: a cluster is formatted with ${name}=${fresh}`)
}

/** In Kafka's words, for scripts that look at them. */
const bootstrapLine = () =>
  `Bootstrap metadata: BootstrapMetadata(records=[${freshLevels
    .map(
      ([name, level]) => `ApiMessageAndVersion(FeatureLevelRecord(name='${name}', featureLevel=${level}) at version 0)`,
    )
    .join(', ')}], metadataVersionLevel=${metadataLevel(LATEST)}, source=format command)`

const uuid = tool({
  name: 'storage random-uuid',
  summary: 'Make a random id',
  grammar: 'argparse4j',
  help,
  flags: {},
  examples: ['tskafka storage random-uuid'],
  run({ io }) {
    io.print(randomUuid(systemRandom))
    return 0
  },
})

const mapping = tool({
  name: 'storage version-mapping',
  summary: 'Show the feature levels that come with a metadata version',
  grammar: 'argparse4j',
  help,
  flags: { releaseVersion: or(text('-r, --release-version <version>', 'the metadata version'), LATEST) },
  examples: ['tskafka storage version-mapping', 'tskafka storage version-mapping -r 4.0'],
  run({ io, options }) {
    for (const line of versionMapping(options.releaseVersion)) io.print(line)
    return 0
  },
})

const dependencies = tool({
  name: 'storage feature-dependencies',
  summary: 'Show what the level of a feature needs',
  grammar: 'argparse4j',
  help,
  flags: { feature: many(text('-f, --feature <name=level>', 'the feature')) },
  rules: [{ all: ['--feature'] }],
  examples: ['tskafka storage feature-dependencies -f transaction.version=2'],
  run({ io, options }) {
    for (const feature of options.feature) io.print(featureDependencies(feature))
    return 0
  },
})

export const storage: Family = {
  name: 'storage',
  summary: 'Format a data directory, or say what it holds',
  help,
  subcommands: [info, format, mapping, dependencies, uuid],
}
