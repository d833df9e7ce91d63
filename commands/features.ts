/**
 * features (kafka-features.sh): show and change the feature levels of a cluster. The lines are Kafka's own: scripts parse them.
 * Source: Kafka 4.3 `FeatureCommand`; KIP-1022.
 */
import { adminConfigs, bootstrapController, bootstrapServer, commandConfig } from '../src/cli/client.ts'
import {
  featureDependencies,
  featureDependenciesJson,
  featureLevels,
  LATEST,
  metadataLevel,
  metadataName,
  versionMapping,
  versionMappingJson,
} from '../src/cli/feature-levels.ts'
import { deprecated, integer, many, required, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { javaMessage } from '../src/cli/java-exceptions.ts'
import { json, printJson } from '../src/cli/json.ts'
import { family, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { describeFeatures, type FeatureUpdate, updateFeatures, upgradeTypes } from '../src/client/admin/features.ts'

const shared = {
  bootstrapServer: bootstrapServer(),
  bootstrapController: bootstrapController(),
  commandConfig: commandConfig(),
  json: json(),
}
type Shared = Values<typeof shared>

const rules = [{ flag: '--bootstrap-server', not: ['--bootstrap-controller'] }]

const connect = (io: Io, options: Shared) => {
  if (options.bootstrapServer === undefined && options.bootstrapController === undefined)
    throw new UsageError('You must specify either --bootstrap-controller or --bootstrap-server.')
  return connectAdmin(adminConfigs(io, options))
}

const METADATA = 'metadata.version'
const levelText = (name: string, level: number) => (name === METADATA ? metadataName(level) : String(level))

const describe = tool({
  name: 'features describe',
  summary: 'Show which features there are, and their levels',
  grammar: 'argparse4j',
  flags: { nodeId: integer('--node-id <id>', 'who is asked; anybody if not given'), ...shared },
  rules,
  examples: ['tskafka features --bootstrap-server localhost:9092 describe'],
  async run({ options, io }) {
    if (options.nodeId !== undefined && options.nodeId < 0)
      throw new UsageError(`Invalid node id ${options.nodeId}: must be non-negative.`)
    await using cluster = await connect(io, options)
    const { features, epoch } = await describeFeatures(cluster, options.nodeId)
    if (options.json) {
      printJson(io, { features, epoch })
      return 0
    }
    for (const { name, min, max, finalized } of features)
      io.print(
        [
          `Feature: ${name.padEnd(40)}`,
          `SupportedMinVersion: ${levelText(name, min).padEnd(15)}`,
          `SupportedMaxVersion: ${levelText(name, max).padEnd(15)}`,
          `FinalizedVersionLevel: ${levelText(name, finalized).padEnd(15)}`,
          `Epoch: ${epoch < 0 ? '-' : epoch}`,
        ].join('  '),
      )
    return 0
  },
})

const changes = {
  metadata: deprecated(text('--metadata <version>', 'the metadata version'), '--release-version'),
  releaseVersion: text('--release-version <version>', 'what this release has, for all features: 4.3'),
  feature: many(text('--feature <name=level>', 'one feature')),
  dryRun: toggle('--dry-run', 'only say whether it could be done'),
  ...shared,
}
const unsafe = { unsafe: toggle('--unsafe', 'even where metadata may be lost') }
interface Changes extends Shared {
  readonly metadata?: string | undefined
  readonly releaseVersion?: string | undefined
  readonly feature: readonly string[]
  readonly dryRun: boolean
  readonly unsafe?: boolean
}

const upgrade = tool({
  name: 'features upgrade',
  summary: 'Raise the levels of features',
  grammar: 'argparse4j',
  flags: changes,
  rules,
  examples: ['tskafka features --bootstrap-server localhost:9092 upgrade --release-version 4.3'],
  run: ({ options, io }) => change('upgrade', options, io),
})

const downgrade = tool({
  name: 'features downgrade',
  summary: 'Lower the levels of features',
  grammar: 'argparse4j',
  flags: { ...changes, ...unsafe },
  rules,
  examples: ['tskafka features --bootstrap-server localhost:9092 downgrade --feature group.version=0'],
  run: ({ options, io }) => change('downgrade', options, io),
})

const disable = tool({
  name: 'features disable',
  summary: 'Turn features off: level 0',
  grammar: 'argparse4j',
  flags: {
    feature: many(text('--feature <name>', 'the feature')),
    ...unsafe,
    dryRun: toggle('--dry-run', 'only say whether it could be done'),
    ...shared,
  },
  rules,
  examples: ['tskafka features --bootstrap-server localhost:9092 disable --feature group.version'],
  run: ({ options, io }) => change('disable', options, io),
})

type Action = 'upgrade' | 'downgrade' | 'disable'

async function change(action: Action, options: Changes, io: Io): Promise<number> {
  if (options.metadata !== undefined && options.releaseVersion === undefined && !options.json)
    io.print(' `metadata` flag is deprecated and may be removed in a future release.')
  const updates = updatesOf(action, options)
  if (updates.length === 0) throw new UsageError(`You must specify at least one feature to ${action}`)
  await using cluster = await connect(io, options)
  const rows = await updateFeatures(cluster, updates, { validateOnly: options.dryRun })
  rows.sort((a, b) => (a.name < b.name ? -1 : 1))
  const failed = rows.filter(({ error }) => error)
  if (options.json) {
    const features = rows.map(({ name, error }) => ({ name, ...(error ? { error: javaMessage(error) } : {}) }))
    printJson(io, { validateOnly: options.dryRun, features })
  } else
    for (const { name, error } of rows) {
      const level = updates.find(each => each.name === name)!.level
      const to = action === 'disable' ? '' : ` to ${level}`
      if (error) io.print(`${options.dryRun ? 'Can' : 'Could'} not ${action} ${name}${to}. ${javaMessage(error)}`)
      else io.print(`${name} ${options.dryRun ? 'can be' : 'was'} ${action}d${to}.`)
    }
  if (failed.length > 0) io.warn(`${failed.length} out of ${rows.length} operation(s) failed.`)
  return failed.length > 0 ? 1 : 0
}

/** @throws {UsageError} for what is no level, or named twice */
function updatesOf(action: Action, { metadata, releaseVersion, feature, unsafe }: Changes): FeatureUpdate[] {
  const type =
    action === 'upgrade' ? upgradeTypes.upgrade : unsafe ? upgradeTypes.unsafeDowngrade : upgradeTypes.safeDowngrade
  if (releaseVersion !== undefined) {
    if (metadata !== undefined || feature.length > 0)
      throw new UsageError('Can not specify `release-version` with other feature flags.')
    return featureLevels(releaseVersion)
      .filter(({ level }) => action !== 'upgrade' || level > 0) // nothing is raised to 0
      .map(each => ({ ...each, type }))
  }
  const updates = [
    ...(metadata === undefined ? [] : [{ name: METADATA, level: metadataLevel(metadata), type }]),
    ...feature.map(text => ({ ...(action === 'disable' ? { name: text, level: 0 } : nameAndLevel(text)), type })),
  ]
  const twice = updates.find(({ name }, i) => updates.findIndex(each => each.name === name) !== i)
  if (twice) throw new UsageError(`Feature ${twice.name} was specified more than once.`)
  return updates
}

function nameAndLevel(text: string): { name: string; level: number } {
  const equals = text.indexOf('=')
  if (equals < 0) throw new UsageError(`Can't parse feature=level string ${text}: equals sign not found.`)
  const level = text.slice(equals + 1).trim()
  if (!/^[+-]?\d{1,5}$/.test(level))
    throw new UsageError(`Can't parse feature=level string ${text}: unable to parse ${level} as a short.`)
  return { name: text.slice(0, equals).trim(), level: Number(level) }
}

const mapping = tool({
  name: 'features version-mapping',
  summary: 'Print the feature levels that come with a release',
  grammar: 'argparse4j',
  flags: { releaseVersion: text('--release-version <version>', `a release: 4.3, or ${LATEST}`), json: json() },
  examples: ['tskafka features version-mapping --release-version 4.3'],
  run({ options, io }) {
    const version = options.releaseVersion ?? LATEST
    if (options.json) printJson(io, versionMappingJson(version))
    else for (const line of versionMapping(version)) io.print(line)
    return 0
  },
})

const dependencies = tool({
  name: 'features feature-dependencies',
  summary: 'Print what a feature level needs of others',
  grammar: 'argparse4j',
  flags: { feature: required(many(text('--feature <name=level>', 'the feature'))), json: json() },
  examples: ['tskafka features feature-dependencies --feature group.version=1'],
  run({ options, io }) {
    if (options.json) printJson(io, featureDependenciesJson(options.feature))
    else for (const feature of options.feature) io.print(featureDependencies(feature))
    return 0
  },
})

export const features = family({
  name: 'features',
  summary: 'Show and change the feature levels of a cluster',
  help: { exit: 0, to: 'stdout' },
  flags: shared,
  subcommands: [describe, upgrade, downgrade, disable, mapping, dependencies],
})
