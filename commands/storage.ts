/**
 * storage (kafka-storage.sh): format a data directory, say what it holds, make an id. Formatting is never needed here:
 * server-start does it by itself. Source: Kafka 4.3 `StorageTool`, `Formatter`.
 * Not here: unstable feature versions, which Kafka takes when a setting of its own tests says so.
 */
import fs from 'node:fs'
import path from 'node:path'
import { readListeners } from '../src/broker/listeners.ts'
import {
  featureDependencies,
  featureDependenciesJson,
  LATEST,
  metadataLevel,
  metadataName,
  versionMapping,
  versionMappingJson,
} from '../src/cli/feature-levels.ts'
import { many, or, required, text, toggle } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { hashMapOrder } from '../src/cli/java-order.ts'
import { json, printJson } from '../src/cli/json.ts'
import { serverProperties } from '../src/cli/server-file.ts'
import { type Levels, levelsFor } from '../src/cli/storage/levels.ts'
import { initialQuorum, kindOf } from '../src/cli/storage/quorum.ts'
import { credentialFrom } from '../src/cli/storage/scram.ts'
import { type Family, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { logDirs, serverConfig } from '../src/config/server.ts'
import { systemClock } from '../src/lib/clock.ts'
import { realFiles } from '../src/lib/files.ts'
import { systemRandom } from '../src/lib/random.ts'
import { randomUuid } from '../src/lib/uuid.ts'
import {
  DirectoryError,
  type MetaProperties,
  readMetaProperties,
  writeMetaProperties,
} from '../src/log/meta-properties.ts'
import { META_PROPERTIES, partitionDir } from '../src/log/paths.ts'
import { levelRecords, writeBootstrap, writeVoters } from '../src/metadata/format.ts'
import { record } from '../src/metadata/records.ts'
import { type Credential, SCRAM_SINCE } from '../src/metadata/scram.ts'
import { METADATA_TOPIC } from '../src/metadata/seam.ts'
import { UserScramCredentialRecord } from '../src/protocol/generated/records/metadata/11-user-scram-credential.ts'

const help = { exit: 0, to: 'stdout' } as const
const config = () => required(text('-c, --config <file>', "the broker's properties"))

function settings(io: Io, file: string) {
  const { values } = serverConfig(new Map(Object.entries(serverProperties(io, file, [], 'tskafka storage --help'))))
  const dirs = logDirs(values).map(dir => path.resolve(io.cwd, dir))
  const metadata = values['metadata.log.dir']
  const metadataDir = metadata === null ? dirs[0]! : path.resolve(io.cwd, metadata)
  return {
    nodeId: values['node.id'],
    dirs: [...new Set([...dirs, metadataDir])].sort(),
    metadataDir,
    staticVoters: values['controller.quorum.voters'].length > 0,
    controls: values['process.roles'].includes('controller'),
    controller: readListeners(values).controller,
  }
}

const info = tool({
  name: 'storage info',
  summary: 'Say which directories are formatted, and for which cluster and node',
  grammar: 'argparse4j',
  help,
  flags: { config: config(), json: json() },
  examples: ['tskafka storage info -c config/server.properties'],
  run({ io, options }) {
    const { dirs } = settings(io, options.config)
    const found = dirs.map(dir => ({ dir, ...look(dir) }))
    const formatted = found.find(({ meta }) => meta)?.meta
    const other = found.map(({ meta }) => meta).find(meta => meta && formatted && !same(meta, formatted))
    const problems = found.flatMap(({ problem }) => problem ?? [])
    if (formatted && other)
      problems.push(
        `Mismatched ${formatted.clusterId === other.clusterId ? 'node' : 'cluster'} IDs between storage directories.`,
      )
    if (options.json) {
      const directories = found.map(({ dir, isDirectory, meta, problem }) => ({
        directory: dir,
        exists: isDirectory,
        formatted: meta !== undefined,
        ...meta,
        ...(problem && { problem }),
      }))
      printJson(io, { directories, problems })
      return problems.length > 0 ? 1 : 0
    }
    const there = found.filter(({ isDirectory }) => isDirectory).map(({ dir }) => dir)
    const list = (title: string, lines: readonly string[]) => {
      if (lines.length === 0) return
      io.print(`${title}:`)
      for (const line of lines) io.print(`  ${line}`)
      io.print()
    }
    list(there.length > 1 ? 'Found log directories' : 'Found log directory', there)
    if (formatted) {
      const { clusterId, directoryId, nodeId } = formatted
      const directory = directoryId === undefined ? '' : `directory.id=${directoryId}, `
      io.print(`Found metadata: {cluster.id=${clusterId}, ${directory}node.id=${nodeId}, version=1}`)
      io.print()
    }
    list(problems.length > 1 ? 'Found problems' : 'Found problem', problems)
    return problems.length > 0 ? 1 : 0
  },
})

function look(dir: string): { isDirectory: boolean; meta?: MetaProperties; problem?: string } {
  const stats = fs.statSync(dir, { throwIfNoEntry: false })
  if (!stats) return { isDirectory: false, problem: `${dir} does not exist` }
  if (!stats.isDirectory()) return { isDirectory: false, problem: `${dir} is not a directory` }
  try {
    const meta = readMetaProperties(realFiles, dir)
    return meta ? { isDirectory: true, meta } : { isDirectory: true, problem: `${dir} is not formatted.` }
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error
    return { isDirectory: true, problem: `Error loading ${path.join(dir, META_PROPERTIES)}: ${error.message}` }
  }
}

const same = (a: MetaProperties, b: MetaProperties) => a.clusterId === b.clusterId && a.nodeId === b.nodeId

const format = tool({
  name: 'storage format',
  summary: 'Format the directories of a broker',
  grammar: 'argparse4j',
  help,
  flags: {
    config: config(),
    clusterId: required(text('-t, --cluster-id <id>', 'the id of the cluster: see storage random-uuid')),
    ignoreFormatted: toggle('-g, --ignore-formatted', 'leave directories as they are that are formatted already'),
    standalone: toggle('-s, --standalone', 'one controller, this one'),
    noInitialControllers: toggle('-N, --no-initial-controllers', 'of a quorum that is there already, or is made later'),
    initialControllers: text(
      '-I, --initial-controllers <list>',
      'the controllers of the quorum: id@host:port:directory, commas between, the same on every node',
    ),
    releaseVersion: text('-r, --release-version <version>', `the metadata version; ${LATEST} if not given`),
    feature: many(text('-f, --feature <name=level>', 'the level of a feature, other than that of the release')),
    addScram: many(
      text('-S, --add-scram <credential>', 'a user with a password: SCRAM-SHA-256=[name=alice,password=secret]'),
    ),
    json: json(),
  },
  rules: [
    { flag: '--standalone', not: ['--no-initial-controllers', '--initial-controllers'] },
    { flag: '--no-initial-controllers', not: ['--initial-controllers'] },
  ],
  examples: [
    'tskafka storage format --standalone -t MkU3OEVBNTcwNTJENDM2Qk -c config/server.properties',
    "tskafka storage format -s -t MkU3OEVBNTcwNTJENDM2Qk -c config/server.properties -S 'SCRAM-SHA-256=[name=alice,password=secret]'",
  ],
  run({ io, options }) {
    const { clusterId, ignoreFormatted } = options
    const node = settings(io, options.config)
    const directoryId = randomUuid(systemRandom)
    const release = options.releaseVersion
    if (release !== undefined) metadataLevel(release, 'stable')
    const quorum = initialQuorum(node, options, directoryId)
    const { release: version, levels } = levelsFor(release, options.feature, node.staticVoters ? 'static' : 'dynamic')
    if (options.addScram.length > 0 && levels[0]![1] < SCRAM_SINCE)
      throw new UsageError(`SCRAM is only supported in metadata.version ${metadataName(SCRAM_SINCE)} or later.`)
    const users = options.addScram.map(credentialFrom)
    const dirs = hashMapOrder(node.dirs, dir => dir)
    const formatted = dirs.filter(dir => realFiles.exists(dir) && readMetaProperties(realFiles, dir))
    for (const dir of formatted) demandSame(dir, { clusterId, nodeId: node.nodeId })
    if (formatted.length > 0 && !ignoreFormatted)
      throw new UsageError(
        `Log directory ${formatted[0]} is already formatted. Use --ignore-formatted to ignore this directory and format the others.`,
      )
    const rest = dirs.filter(dir => !formatted.includes(dir))
    const said: Pick<Io, 'print'> = options.json ? { print: () => {} } : io
    const made: object[] = []
    if (rest.length === 0) said.print('All of the log directories are already formatted.')
    else said.print(bootstrapLine(levels, users))
    const records = [...levelRecords(levels), ...users.map(user => record(UserScramCredentialRecord, user))]
    for (const dir of rest) {
      const own = quorum?.voters.find(({ voterId }) => voterId === node.nodeId)
      const holdsMetadata = dir === node.metadataDir
      const kind = kindOf(holdsMetadata, quorum, own)
      said.print(`Formatting ${kind} directory ${dir} with metadata.version ${version}.`)
      realFiles.mkdir(dir)
      writeBootstrap(realFiles, dir, systemClock, records)
      if (holdsMetadata && quorum) writeVoters(realFiles, metadataLogIn(dir), systemClock, quorum)
      // Last: with it the directory counts as formatted.
      writeMetaProperties(realFiles, dir, {
        clusterId,
        nodeId: node.nodeId,
        directoryId: holdsMetadata && own ? own.voterDirectoryId : randomUuid(systemRandom),
      })
      made.push({ directory: dir, kind })
    }
    if (options.json) printJson(io, { clusterId, nodeId: node.nodeId, metadataVersion: version, formatted: made })
    return 0
  },
})

const metadataLogIn = (dir: string) => path.join(dir, partitionDir(METADATA_TOPIC, 0))

function demandSame(dir: string, wanted: { clusterId: string; nodeId: number }): void {
  const found = readMetaProperties(realFiles, dir)!
  const file = path.join(dir, META_PROPERTIES)
  for (const [name, key] of [
    ['cluster.id', 'clusterId'],
    ['node.id', 'nodeId'],
  ] as const)
    if (found[key] !== wanted[key])
      throw new UsageError(`Invalid ${name} in: ${file}. Expected ${wanted[key]}, but read ${found[key]}`)
}

/** In Kafka's words, for scripts that look at them. */
function bootstrapLine(levels: Levels['levels'], users: readonly Credential[]): string {
  const bytes = (buffer: Buffer) => `[${new Int8Array(buffer).join(', ')}]`
  const records = [
    ...levels.map(([name, level]) => `FeatureLevelRecord(name='${name}', featureLevel=${level})`),
    ...users.map(
      ({ name, mechanism, salt, storedKey, serverKey, iterations }) =>
        `UserScramCredentialRecord(name='${name}', mechanism=${mechanism}, salt=${bytes(salt)}, storedKey=${bytes(storedKey)}, serverKey=${bytes(serverKey)}, iterations=${iterations})`,
    ),
  ].map(text => `ApiMessageAndVersion(${text} at version 0)`)
  return `Bootstrap metadata: BootstrapMetadata(records=[${records.join(', ')}], metadataVersionLevel=${levels[0]![1]}, source=format command)`
}

const uuid = tool({
  name: 'storage random-uuid',
  summary: 'Make a random id',
  grammar: 'argparse4j',
  help,
  flags: { json: json() },
  examples: ['tskafka storage random-uuid'],
  run({ io, options }) {
    const made = randomUuid(systemRandom)
    if (options.json) printJson(io, { uuid: made })
    else io.print(made)
    return 0
  },
})

const mapping = tool({
  name: 'storage version-mapping',
  summary: 'Show the feature levels that come with a metadata version',
  grammar: 'argparse4j',
  help,
  flags: { releaseVersion: or(text('-r, --release-version <version>', 'the metadata version'), LATEST), json: json() },
  examples: ['tskafka storage version-mapping', 'tskafka storage version-mapping -r 4.0'],
  run({ io, options }) {
    if (options.json) printJson(io, versionMappingJson(options.releaseVersion))
    else for (const line of versionMapping(options.releaseVersion)) io.print(line)
    return 0
  },
})

const dependencies = tool({
  name: 'storage feature-dependencies',
  summary: 'Show what the level of a feature needs',
  grammar: 'argparse4j',
  help,
  flags: { feature: many(text('-f, --feature <name=level>', 'the feature')), json: json() },
  rules: [{ all: ['--feature'] }],
  examples: ['tskafka storage feature-dependencies -f transaction.version=2'],
  run({ io, options }) {
    if (options.json) printJson(io, featureDependenciesJson(options.feature))
    else for (const feature of options.feature) io.print(featureDependencies(feature))
    return 0
  },
})

export const storage: Family = {
  name: 'storage',
  summary: 'Format a data directory, or say what it holds',
  help,
  subcommands: [info, format, mapping, dependencies, uuid],
}
