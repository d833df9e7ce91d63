/**
 * Metadata versions by name, and the levels of other features that come with each. What `kafka-storage.sh version-mapping`
 * and `feature-dependencies` of 4.3.1 print.
 */
import { UsageError } from './usage-error.ts'

/** From level 7 on. */
const names = [
  '3.3-IV3',
  ...['3.4-IV0', '3.5-IV0', '3.5-IV1', '3.5-IV2', '3.6-IV0', '3.6-IV1', '3.6-IV2'],
  ...['3.7-IV0', '3.7-IV1', '3.7-IV2', '3.7-IV3', '3.7-IV4', '3.8-IV0', '3.9-IV0'],
  ...['4.0-IV0', '4.0-IV1', '4.0-IV2', '4.0-IV3', '4.1-IV0', '4.1-IV1', '4.2-IV0', '4.2-IV1', '4.3-IV0', '4.4-IV0'],
]
const FIRST = 7
/** 4.4-IV0 is not for production yet. */
export const LATEST = '4.3-IV0'

/** In the order of the tool: the level, and the metadata version that it is the default from. */
const features: readonly { name: string; level: number; since: number; most: number }[] = [
  { name: 'kraft.version', level: 1, since: 21, most: 1 },
  { name: 'transaction.version', level: 2, since: 24, most: 2 },
  { name: 'group.version', level: 1, since: 22, most: 1 },
  { name: 'eligible.leader.replicas.version', level: 1, since: 26, most: 1 },
  { name: 'share.version', level: 1, since: 28, most: 1 },
  { name: 'streams.version', level: 1, since: 29, most: 1 },
]

/** `4.0` is the last of its kind. @param which those that may be had @throws {UsageError} */
export function metadataLevel(version: string, which: 'all' | 'stable' = 'all'): number {
  const known = which === 'all' ? names : names.slice(0, names.indexOf(LATEST) + 1)
  const index = known.includes(version)
    ? known.indexOf(version)
    : known.findLastIndex(name => name.startsWith(`${version}-`))
  if (index >= 0) return FIRST + index
  throw new UsageError(`Unknown metadata.version '${version}'. Supported metadata.version are: ${known.join(', ')}`)
}

/** The name of a level; a level that is not known here has none. */
export const metadataName = (level: number): string => names[level - FIRST] ?? `UNKNOWN ${level}`

/** What comes with a release, metadata.version first. @throws {UsageError} */
export function featureLevels(version: string): { name: string; level: number }[] {
  const metadata = metadataLevel(version)
  return [
    { name: 'metadata.version', level: metadata },
    ...features.map(({ name, level, since }) => ({ name, level: metadata >= since ? level : 0 })),
  ]
}

export function* versionMapping(version: string): Generator<string> {
  const [metadata, ...others] = featureLevels(version)
  yield `metadata.version=${metadata!.level} (${version})`
  for (const { name, level } of others) yield `${name}=${level}`
}

/** The same for programs. */
export const versionMappingJson = (version: string) => ({ metadataVersion: version, features: featureLevels(version) })

/** @param feature `name=level` @throws {UsageError} */
export function featureDependencies(feature: string): string {
  const [name, text, ...rest] = feature.split('=')
  if (text === undefined || rest.length > 0)
    throw new UsageError(
      `Invalid feature format: ${feature}. Expected format: 'feature=version' (e.g. 'group.version=1')`,
    )
  if (!/^\d+$/.test(text)) throw new UsageError(`Invalid version format: ${text} for feature ${name}`)
  const level = Number(text)
  if (name === 'metadata.version') {
    if (!names[level - FIRST]) throw new UsageError(`Unknown metadata.version ${level}`)
    return `metadata.version=${level} (${names[level - FIRST]}) has no dependencies.`
  }
  const known = features.find(each => each.name === name)
  if (!known) throw new UsageError(`Unknown feature: ${name}`)
  if (level > known.most) throw new UsageError(`Feature level ${level} is not supported for feature ${name}`)
  const need = requirementOf(name!, level)
  return need
    ? `${feature} requires:\n    ${need.name}=${need.level} (${metadataName(need.level)})`
    : `${feature} has no dependencies.`
}

/** The same for programs, of some features. @throws {UsageError} */
export const featureDependenciesJson = (features: readonly string[]) => ({
  features: features.map(feature => {
    featureDependencies(feature)
    const [name = '', level] = feature.split('=')
    return { name, level: Number(level), requires: requirementOf(name, Number(level)) ?? null }
  }),
})

/** What the level of a feature needs of another one. @throws {UsageError} for a level that there is not */
export function requirementOf(name: string, level: number): { name: string; level: number } | undefined {
  const known = features.find(each => each.name === name)
  if (known && (level < 0 || level > known.most)) throw new UsageError(`No feature:${name} with feature level ${level}`)
  return name === 'eligible.leader.replicas.version' && level === 1
    ? { name: 'metadata.version', level: 23 }
    : undefined
}
