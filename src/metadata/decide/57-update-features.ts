/**
 * UpdateFeatures v0-2: levels of what the whole cluster agrees on. All of a request, or nothing.
 * Source: KIP-584, KIP-778, KIP-1022; Kafka 4.3 `FeatureControlManager.updateFeatures`.
 */
import { resourceTypes } from '../../config/alter.ts'
import { hashMapOrder } from '../../lib/java-order.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type {
  FeatureUpdateKey,
  UpdateFeaturesRequest,
  UpdateFeaturesResponseInit,
} from '../../protocol/generated/apis/57-update-features.ts'
import { ConfigRecord } from '../../protocol/generated/records/metadata/04-config.ts'
import { FeatureLevelRecord } from '../../protocol/generated/records/metadata/12-feature-level.ts'
import { metadataChanges, supportedFeatures } from '../features.ts'
import { type MetadataRecord, record } from '../records.ts'
import type { ControllerState, Decide } from './state.ts'

const METADATA = 'metadata.version'
const KRAFT = 'kraft.version'
const ELR = 'eligible.leader.replicas.version'
const UPGRADE = 1
const SAFE_DOWNGRADE = 2
const UNSAFE_DOWNGRADE = 3

/** What a level needs of another feature. */
const needs: Readonly<Record<string, readonly [other: string, level: number]>> = { [ELR]: [METADATA, 23] }

/** @throws {KafkaError} INVALID_UPDATE_VERSION: of the first that cannot be; then nothing is done */
export const updateFeatures: Decide<UpdateFeaturesRequest, UpdateFeaturesResponseInit> = (
  state,
  { featureUpdates, validateOnly },
) => {
  // Of a feature that is named twice the last counts.
  const updates = new Map(featureUpdates.map(update => [update.feature, update]))
  const proposed = new Map(state.metadata.features)
  for (const { feature, maxVersionLevel } of updates.values()) proposed.set(feature, maxVersionLevel)
  // In Kafka's order: the first that cannot be is the one that is told.
  const records = hashMapOrder([...updates.values()], ({ feature }) => feature).flatMap(update =>
    change(state, update, proposed),
  )
  const results = featureUpdates.map(({ feature }) => ({ feature, errorMessage: 'NONE' }))
  const response = { errorMessage: null, results }
  if (validateOnly) return { records: [], response }
  return { records, response, votersToLog: (updates.get(KRAFT)?.maxVersionLevel ?? 0) > state.quorum().kraftVersion }
}

const refuse = (message: string): never => {
  throw new KafkaError(
    'INVALID_UPDATE_VERSION',
    `The update failed for all features since the following feature had an error: ${message}`,
  )
}

function change(
  state: ControllerState,
  { feature, maxVersionLevel: level, upgradeType }: FeatureUpdateKey,
  proposed: ReadonlyMap<string, number>,
): MetadataRecord[] {
  const { metadata, nodeId } = state
  const not = (reason: string) => refuse(`Invalid update version ${level} for feature ${feature}. ${reason}`)
  if (![UPGRADE, SAFE_DOWNGRADE, UNSAFE_DOWNGRADE].includes(upgradeType))
    not('The controller does not support the given upgrade type.')
  if (level < 0) not('A feature version cannot be less than 0.')
  const range = supportedFeatures.find(({ name }) => name === feature)
  if (!range && level > 0) not(`Local controller ${nodeId} does not support this feature.`)
  if (!range) not(`Feature ${feature} not found.`)
  const { min, max } = range!
  if (level < min || level > max) not(`Local controller ${nodeId} only supports versions ${min}-${max}`)
  const current = feature === KRAFT ? state.quorum().kraftVersion : (metadata.features.get(feature) ?? 0)
  if (level < current && upgradeType === UPGRADE)
    not(
      "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade.",
    )
  if (level > current && upgradeType !== UPGRADE) not("Can't downgrade to a newer version.")
  if (feature === KRAFT && level < current) not("Can't downgrade the version of this feature.")
  if (feature === KRAFT) return []
  if (feature === METADATA && level < current) demandSafe(current, level, upgradeType)
  const [other, least] = needs[feature] ?? []
  if (other !== undefined && level > 0 && (proposed.get(other) ?? 0) < least!)
    not(`${feature} could not be set to ${level} because it depends on ${other} level ${least}`)
  const change = record(FeatureLevelRecord, { name: feature, featureLevel: level })
  return feature === ELR && level > current ? [change, ...leastInSync(state)] : [change]
}

/** Nothing may be in the metadata that the older level has no records for. */
function demandSafe(from: number, to: number, upgradeType: number): void {
  if (!metadataChanges.some(level => level > to && level <= from)) return
  const why =
    upgradeType === UNSAFE_DOWNGRADE
      ? 'Unsafe metadata downgrade is not supported in this version.'
      : 'Refusing to perform the requested downgrade because it might delete metadata information.'
  refuse(`Unsupported metadata.version downgrade from ${from} to ${to}. ${why}`)
}

/** Eligible leader replicas need one truth of min.insync.replicas for all brokers. */
function leastInSync({ metadata, surroundings }: ControllerState): MetadataRecord[] {
  const name = 'min.insync.replicas'
  const own = metadata
    .configuredNames(resourceTypes.broker)
    .filter(broker => broker !== '' && metadata.configs(resourceTypes.broker, broker).has(name))
  const records = own.map(resourceName =>
    record(ConfigRecord, { resourceType: resourceTypes.broker, resourceName, name, value: null }),
  )
  if (metadata.configs(resourceTypes.broker, '').has(name)) return records
  const value = String(surroundings().broker[name])
  return [...records, record(ConfigRecord, { resourceType: resourceTypes.broker, resourceName: '', name, value })]
}
