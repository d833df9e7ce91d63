/**
 * All that a broker knows of the controller. Today the controller is in this process; tomorrow it may be an Apache Kafka
 * quorum behind sockets, and nothing above these two interfaces may notice. Requests and responses are the protocol's own.
 */
import type { Api } from '../protocol/message.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'

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
