/**
 * Replicas dealt out over brokers, for `reassign-partitions --generate`: racks in turn, and in each rack its brokers in turn; the
 * start is a matter of chance. Source: Kafka 4.3 `StripedReplicaPlacer`.
 */
import { Refusal } from '../executing.ts'

export interface Candidate {
  readonly id: number
  readonly rack: string | null
}

export interface Dealt {
  partitions: number
  replicationFactor: number
}

/** @returns broker ids by partition @throws {Refusal} when there are fewer brokers than replicas */
export function place(
  candidates: readonly Candidate[],
  { partitions, replicationFactor }: Dealt,
  random: () => number,
) {
  if (candidates.length === 0)
    throw new Refusal('All brokers are currently fenced, or have all their log directories cordoned.')
  if (replicationFactor > candidates.length)
    throw new Refusal(
      `The target replication factor of ${replicationFactor} cannot be reached because only ${candidates.length} broker(s) are registered or some brokers have all their log directories cordoned.`,
    )
  const racks = shuffled(racksOf(candidates), random)
  return Array.from({ length: partitions }, (_, partition) => {
    const replicas: number[] = []
    // Once all brokers of a rack have one, it is passed over.
    for (let turn = 0; replicas.length < replicationFactor; turn++) {
      const rack = racks[(partition + turn) % racks.length]!
      const round = Math.floor(turn / racks.length)
      if (round >= rack.length) continue
      replicas.push(rack[(Math.floor(partition / racks.length) + round) % rack.length]!)
    }
    return replicas
  })
}

/** Brokers by rack, each list in some order. */
const racksOf = (candidates: readonly Candidate[]): number[][] => {
  const racks = new Map<string, number[]>()
  for (const { id, rack } of candidates) racks.set(rack ?? '', [...(racks.get(rack ?? '') ?? []), id])
  return [...racks.values()]
}

function shuffled(racks: readonly number[][], random: () => number): number[][] {
  const turned = <T>(items: readonly T[]): T[] => {
    const by = Math.floor(random() * items.length)
    return [...items.slice(by), ...items.slice(0, by)]
  }
  return turned(racks).map(turned)
}
