/** `--sort lag`, `--min-lag`: who is furthest behind, first, or alone. Partitions whose lag is not known have none. */
import type { PartitionRow } from './description.ts'

export interface LagOptions {
  sort: 'lag' | undefined
  minLag: number | undefined
}

/** Groups with their partitions: sorted by the lag of all, each by that of one; without those that keep up. */
export function byLag<Group>(
  groups: readonly (readonly [Group, readonly PartitionRow[]])[],
  { sort, minLag }: LagOptions,
): (readonly [Group, readonly PartitionRow[]])[] {
  const behind = groups
    .map(
      ([group, rows]) => [group, minLag === undefined ? rows : rows.filter(({ lag = -1 }) => lag >= minLag)] as const,
    )
    .filter(([, rows]) => minLag === undefined || rows.length > 0)
  if (sort === undefined) return behind
  return behind
    .map(([group, rows]) => [group, [...rows].sort((a, b) => (b.lag ?? -1) - (a.lag ?? -1))] as const)
    .sort(([, a], [, b]) => total(b) - total(a))
}

const total = (rows: readonly PartitionRow[]) => rows.reduce((sum, { lag = 0 }) => sum + lag, 0)
