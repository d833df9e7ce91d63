/**
 * All that a broker knows of the controller. Today the controller is in this process; tomorrow it may be an Apache Kafka
 * quorum behind sockets, and nothing above these two interfaces may notice. Requests and responses are the protocol's own.
 */
import type { Uuid } from '../lib/uuid.ts'
import type { Api } from '../protocol/message.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'

/** The log that holds it, and its id, which is the same everywhere. */
export const METADATA_TOPIC = '__cluster_metadata'
export const METADATA_TOPIC_ID: Uuid = 'AAAAAAAAAAAAAAAAAAAAAQ'

/** Inbound: committed metadata. */
export interface MetadataLog {
  readonly highWatermark: Offset
  readonly leader: { id: number; epoch: LeaderEpoch } | undefined
}

/** Outbound: what a broker asks of the controller. */
export interface ControllerClient {
  /** Send a request as `principal` asked it; the answer is the protocol's own, errors included. */
  forward<Request, RequestInit, Response, ResponseInit>(
    api: Api<Request, RequestInit, Response, ResponseInit>,
    request: Request,
    principal: string,
  ): Promise<ResponseInit>
}
