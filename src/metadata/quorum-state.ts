/**
 * `quorum-state`: who leads the metadata quorum, in which epoch. One voter, and it is us; the epoch rises with each start, as
 * in Raft. Written before any record of the new epoch.
 * Version 0 of the file names the voters, which are a setting then; with version 1 (KIP-853) they are in the log.
 * Source: KIP-595, KIP-853; Kafka 4.3 `FileQuorumStateStore`, `QuorumStateData`.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import { ZERO_UUID } from '../lib/uuid.ts'

const FILE = 'quorum-state'
/** An epoch is an int32, and one more is to come. */
const EPOCH_END = 2 ** 31 - 1

/** @returns the epoch of the last start; 0 when there was none, or the file cannot be read */
export function readEpoch(files: Files, dir: string): number {
  const file = path.join(dir, FILE)
  if (!files.exists(file)) return 0
  try {
    const { leaderEpoch } = JSON.parse(files.readAll(file).toString()) as { leaderEpoch?: unknown }
    const isEpoch = typeof leaderEpoch === 'number' && Number.isInteger(leaderEpoch) && leaderEpoch < EPOCH_END
    return isEpoch ? Math.max(0, leaderEpoch) : 0
  } catch {
    // The log's own epochs say the same: the caller takes the larger.
    return 0
  }
}

/** @param kraftVersion 0: voters are a setting; 1: voters are records of the log */
export function writeEpoch(files: Files, dir: string, nodeId: number, leaderEpoch: number, kraftVersion: number): void {
  const state =
    kraftVersion === 0
      ? {
          clusterId: '',
          leaderId: nodeId,
          leaderEpoch,
          votedId: -1,
          appliedOffset: 0,
          currentVoters: [{ voterId: nodeId }],
          data_version: 0,
        }
      : { leaderId: nodeId, leaderEpoch, votedId: -1, votedDirectoryId: ZERO_UUID, data_version: 1 }
  files.writeAtomic(path.join(dir, FILE), JSON.stringify(state))
}
