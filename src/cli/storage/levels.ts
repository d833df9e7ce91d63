/**
 * The feature levels that a cluster is formatted with: those of a release, and what --feature says otherwise.
 * Source: Kafka 4.3 `Formatter.calculateEffectiveFeatureLevels`.
 */
import { featureLevels, LATEST, metadataLevel, metadataName, requirementOf } from '../feature-levels.ts'
import { UsageError } from '../usage-error.ts'

const METADATA = 'metadata.version'
const KRAFT = 'kraft.version'
const ELDEST = 7
const UNSTABLE = 31

export interface Levels {
  release: string
  /** metadata.version first, then by name; what is 0 is left out. */
  levels: readonly (readonly [name: string, level: number])[]
}

/**
 * @param quorum whether the voters are records of the log
 * @throws {UsageError} in Kafka's words
 */
export function levelsFor(
  release: string | undefined,
  features: readonly string[],
  quorum: 'dynamic' | 'static',
): Levels {
  const wanted = new Map(features.map(nameAndLevel))
  const metadata = metadataOf(release, wanted.get(METADATA))
  const defaults = new Map(featureLevels(metadataName(metadata)).map(({ name, level }) => [name, level]))
  defaults.set(KRAFT, quorum === 'dynamic' ? 1 : 0)
  const known = [...defaults.keys()].filter(name => name !== METADATA).sort()
  for (const name of [...wanted.keys()].sort())
    if (!defaults.has(name))
      throw new UsageError(`Unsupported feature: ${name}. Supported features are: ${known.join(', ')}`)
  demandKraft(wanted.get(KRAFT), quorum)
  const levels = new Map([...defaults, ...wanted, [METADATA, metadata] as const])
  for (const name of known) {
    const need = requirementOf(name, levels.get(name)!)
    if (need && levels.get(need.name)! < need.level)
      throw new UsageError(
        `${name} could not be set to ${levels.get(name)} because it depends on ${need.name} level ${need.level}`,
      )
  }
  const rest = known
    .map(name => [name, levels.get(name)!] as const)
    .filter(([name, level]) => level > 0 && name !== KRAFT)
  return { release: metadataName(metadata), levels: [[METADATA, metadata], ...rest] }
}

function nameAndLevel(text: string): [string, number] {
  const equals = text.indexOf('=')
  if (equals < 0) throw new UsageError(`Can't parse feature=level string ${text}: equals sign not found.`)
  const level = text.slice(equals + 1).trim()
  if (!/^[+-]?\d+$/.test(level))
    throw new UsageError(`Can't parse feature=level string ${text}: unable to parse ${level} as a short.`)
  return [text.slice(0, equals).trim(), Number(level)]
}

function metadataOf(release: string | undefined, level: number | undefined): number {
  if (level === undefined) return metadataLevel(release ?? LATEST, 'stable')
  if (release !== undefined)
    throw new UsageError(`Use --release-version instead of --feature ${METADATA}=X to avoid ambiguity.`)
  if (level < ELDEST || level > UNSTABLE)
    throw new UsageError(
      `No MetadataVersion with feature level ${level}. Valid feature levels are from ${ELDEST} to ${UNSTABLE}.`,
    )
  if (level === UNSTABLE) throw new UsageError(`${METADATA} ${metadataName(level)} is not yet stable.`)
  return level
}

const FLAGS = '--standalone, --initial-controllers, or --no-initial-controllers'

function demandKraft(level: number | undefined, quorum: 'dynamic' | 'static'): void {
  if (level === undefined) return
  if (level === 0 && quorum === 'dynamic')
    throw new UsageError(
      `Cannot set ${KRAFT} to 0 if controller.quorum.voters is empty and one of the flags ${FLAGS} is used. For dynamic controllers support, try removing the --feature flag for ${KRAFT}.`,
    )
  if (level !== 0 && quorum === 'static')
    throw new UsageError(
      `Cannot set ${KRAFT} to ${level} unless controller.quorum.voters is empty and one of the flags ${FLAGS} is used. For dynamic controllers support, try using one of ${FLAGS} and removing controller.quorum.voters.`,
    )
}
