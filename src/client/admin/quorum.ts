/** The controllers' quorum: who leads, who follows how closely; voters that come and go. Source: KIP-595, KIP-853, KIP-919. */
import { DescribeQuorum } from '../../protocol/generated/apis/55-describe-quorum.ts'
import { AddRaftVoter } from '../../protocol/generated/apis/80-add-raft-voter.ts'
import { RemoveRaftVoter } from '../../protocol/generated/apis/81-remove-raft-voter.ts'
import type { LeaderEpoch, Offset, Timestamp, Uuid } from '../../protocol/types.ts'
import { ZERO_UUID } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'
import { BROKER_TIMEOUT_MS, controllerOf, demand } from './results.ts'

export interface QuorumReplica {
  id: number
  directoryId: Uuid
  logEndOffset: Offset
  /** -1: not known. */
  lastFetchTimestamp: Timestamp
  lastCaughtUpTimestamp: Timestamp
}

export interface Endpoint {
  name: string
  host: string
  port: number
}

export interface Quorum {
  leaderId: number
  leaderEpoch: LeaderEpoch
  highWatermark: Offset
  voters: readonly QuorumReplica[]
  observers: readonly QuorumReplica[]
  endpoints: ReadonlyMap<number, readonly Endpoint[]>
}

const METADATA_LOG = { topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }

export function describeQuorum(cluster: Cluster): Promise<Quorum> {
  return cluster.retry(async () => {
    const response = await cluster.request(DescribeQuorum, controllerOf(cluster), { topics: [METADATA_LOG] })
    demand(response.errorCode, response.errorMessage, 'the quorum')
    const row = response.topics[0]?.partitions[0]
    demand(row?.errorCode ?? -1, row?.errorMessage ?? null, 'the quorum')
    const { leaderId, leaderEpoch, highWatermark, currentVoters, observers } = row!
    return {
      leaderId,
      leaderEpoch,
      highWatermark,
      voters: currentVoters.map(replicaOf),
      observers: observers.map(replicaOf),
      endpoints: new Map(response.nodes.map(({ nodeId, listeners }) => [nodeId, listeners])),
    }
  })
}

const replicaOf = (
  row: Omit<QuorumReplica, 'id' | 'directoryId'> & { replicaId: number; replicaDirectoryId?: Uuid },
) => ({
  id: row.replicaId,
  directoryId: row.replicaDirectoryId ?? ZERO_UUID,
  logEndOffset: row.logEndOffset,
  lastFetchTimestamp: row.lastFetchTimestamp,
  lastCaughtUpTimestamp: row.lastCaughtUpTimestamp,
})

export interface Voter {
  id: number
  directoryId: Uuid
}

export async function addVoter(cluster: Cluster, voter: Voter & { endpoints: readonly Endpoint[] }): Promise<void> {
  const response = await cluster.retry(() =>
    cluster.request(AddRaftVoter, controllerOf(cluster), {
      clusterId: cluster.clusterId,
      timeoutMs: BROKER_TIMEOUT_MS,
      voterId: voter.id,
      voterDirectoryId: voter.directoryId,
      listeners: voter.endpoints,
    }),
  )
  demand(response.errorCode, response.errorMessage, `controller ${voter.id}`)
}

export async function removeVoter(cluster: Cluster, voter: Voter): Promise<void> {
  const response = await cluster.retry(() =>
    cluster.request(RemoveRaftVoter, controllerOf(cluster), {
      clusterId: cluster.clusterId,
      voterId: voter.id,
      voterDirectoryId: voter.directoryId,
    }),
  )
  demand(response.errorCode, response.errorMessage, `controller ${voter.id}`)
}
