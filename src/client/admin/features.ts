/**
 * Feature levels of the cluster: what nodes support, what was settled on, and changing that.
 * Source: KIP-584, KIP-1022; ApiVersions v3-4, UpdateFeatures v0-2.
 */
import { ApiVersions } from '../../protocol/generated/apis/18-api-versions.ts'
import { UpdateFeatures } from '../../protocol/generated/apis/57-update-features.ts'
import { ANY, type Cluster } from '../cluster.ts'
import { BROKER_TIMEOUT_MS, controllerOf, demand, demandBroker, failure, type Outcome } from './results.ts'

export interface FeatureDescription {
  name: string
  min: number
  max: number
  /** 0: not in use. */
  finalized: number
}

export interface Features {
  /** Sorted by name. */
  features: readonly FeatureDescription[]
  /** Of the metadata log, when the levels were read; -1: the node does not say. */
  epoch: number
}

/** FeatureUpdate.UpgradeType. */
export const upgradeTypes = { upgrade: 1, safeDowngrade: 2, unsafeDowngrade: 3 } as const

export interface FeatureUpdate {
  name: string
  level: number
  type: (typeof upgradeTypes)[keyof typeof upgradeTypes]
}

/** ApiVersions tells of features from this version on. */
const FEATURES = 3
/** UpdateFeatures answers for all of them at once from this version on. */
const AT_ONCE = 2

/** @param node who is asked; any if not given */
export async function describeFeatures(cluster: Cluster, node?: number): Promise<Features> {
  if (node !== undefined) demandBroker(cluster, node)
  const about = { clientSoftwareName: 'tskafka', clientSoftwareVersion: 'admin' }
  const response = await cluster.retry(() => cluster.request(ApiVersions, node ?? ANY, about, { minVersion: FEATURES }))
  demand(response.errorCode, null, 'the features')
  const finalized = new Map(response.finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel]))
  return {
    features: response.supportedFeatures
      .map(({ name, minVersion, maxVersion }) => ({
        name,
        min: minVersion,
        max: maxVersion,
        finalized: finalized.get(name) ?? 0,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    epoch: response.finalizedFeaturesEpoch,
  }
}

/** @returns each feature with its error, in their order */
export async function updateFeatures(
  cluster: Cluster,
  updates: readonly FeatureUpdate[],
  options: { validateOnly?: boolean } = {},
): Promise<({ name: string } & Outcome)[]> {
  let answered = AT_ONCE
  const response = await cluster.retry(() =>
    cluster.request(UpdateFeatures, controllerOf(cluster), version => {
      answered = version
      return {
        timeoutMs: BROKER_TIMEOUT_MS,
        featureUpdates: updates.map(({ name, level, type }) => ({
          feature: name,
          maxVersionLevel: level,
          // The first version knew two ways, and had no word for a rehearsal.
          ...(version === 0 ? { allowDowngrade: type !== upgradeTypes.upgrade } : { upgradeType: type }),
        })),
        validateOnly: options.validateOnly ?? false,
      }
    }),
  )
  const whole = failure(response.errorCode, response.errorMessage, 'the features')
  if (whole || answered >= AT_ONCE) return updates.map(({ name }) => ({ name, error: whole }))
  const rows = new Map(response.results.map(row => [row.feature, row]))
  return updates.map(({ name }) => {
    const row = rows.get(name)
    return { name, error: failure(row?.errorCode ?? 0, row?.errorMessage ?? null, name) }
  })
}
