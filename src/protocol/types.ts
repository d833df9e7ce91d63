/** Flavours of the protocol's numbers: two of them cannot change places, plain numbers flow in. */
import type { Brand } from '../lib/brand.ts'

export type { Uuid } from '../lib/uuid.ts'
export { ZERO_UUID } from '../lib/uuid.ts'

export type Offset = Brand<number, 'Offset'>
export type LeaderEpoch = Brand<number, 'LeaderEpoch'>
export type ProducerId = Brand<number, 'ProducerId'>
/** Milliseconds since the epoch; -1 is none. */
export type Timestamp = Brand<number, 'Timestamp'>

/** A tagged field that this version of us does not know: kept, so that reading and writing is the identity. */
export interface UnknownTag {
  tag: number
  data: Buffer
}
