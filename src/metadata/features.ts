/** Features of a cluster as Kafka 4.3.1 has them: what a node supports, and the levels of a freshly formatted cluster. */
export interface FeatureRange {
  name: string
  min: number
  max: number
}

export const supportedFeatures: readonly FeatureRange[] = [
  { name: 'group.version', min: 0, max: 1 },
  { name: 'kraft.version', min: 0, max: 1 },
  { name: 'metadata.version', min: 7, max: 30 },
  { name: 'share.version', min: 0, max: 1 },
  { name: 'streams.version', min: 0, max: 1 },
  { name: 'transaction.version', min: 0, max: 2 },
  { name: 'eligible.leader.replicas.version', min: 0, max: 1 },
]

/** metadata.version first: it says how all other records are to be read. 30 is 4.3-IV0. */
export const freshLevels: readonly (readonly [name: string, level: number])[] = [
  ['metadata.version', 30],
  ['eligible.leader.replicas.version', 1],
  ['group.version', 1],
  ['share.version', 1],
  ['streams.version', 1],
  ['transaction.version', 2],
]

/** Levels of metadata.version that brought records or fields that older levels do not have. */
export const metadataChanges: readonly number[] = [7, 8, 11, 13, 14, 15, 17, 23, 30]
