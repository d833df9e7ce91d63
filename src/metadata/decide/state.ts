/** What a decision of the controller may look at. It answers with records and a response; it changes nothing by itself. */
import type { Surroundings } from '../../config/together.ts'
import type { Uuid } from '../../lib/uuid.ts'
import type { LeaderEpoch, Offset, Timestamp } from '../../protocol/types.ts'
import type { MetadataCache } from '../cache.ts'
import type { MetadataRecord } from '../records.ts'

export interface ControllerState {
  metadata: MetadataCache
  nodeId: number
  /** Defaults of a topic whose creation names none: num.partitions, default.replication.factor. */
  defaultPartitions: number
  defaultReplicationFactor: number
  deleteTopicEnabled: boolean
  /** The broker's settings: what others have as their default, and as their limits. */
  surroundings: () => Surroundings
  /** Where a broker keeps a new partition; undefined with several directories: the broker chooses. */
  directoryOf: (brokerId: number) => Uuid | undefined
  newUuid: () => Uuid
  /** Offset that the first record of this decision will have: a broker's epoch is that of its registration. */
  nextOffset: number
  nextProducerId: () => number
  quorum: () => Quorum
}

/** The metadata log's own: this node leads it, and is its only voter. */
export interface Quorum {
  kraftVersion: number
  leader: { id: number; epoch: LeaderEpoch }
  highWatermark: Offset
  /** Of the voter. */
  directoryId: Uuid
  listener: { name: string; host: string; port: number }
  now: Timestamp
}

export interface Decision<Response> {
  records: MetadataRecord[]
  response: Response
  /** The quorum's voters, a setting so far, become records of its log (kraft.version 1). */
  votersToLog?: boolean
}

export type Decide<Request, Response> = (state: ControllerState, request: Request) => Decision<Response>
