// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Writer } from '../../../writer.ts'

export interface EndTxnMarker {
  coordinatorEpoch: number
}

export interface EndTxnMarkerInit {
  coordinatorEpoch: number
}

function readEndTxnMarker(r: Reader, ver: number): EndTxnMarker {
  const coordinatorEpoch = r.int32()
  return { coordinatorEpoch }
}

function writeEndTxnMarker(w: Writer, v: EndTxnMarkerInit, ver: number): void {
  w.int32(v.coordinatorEpoch)
}

/** EndTxnMarker */
export const EndTxnMarker: Message<EndTxnMarker, EndTxnMarkerInit> = {
  name: 'EndTxnMarker',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  read: readEndTxnMarker,
  write: writeEndTxnMarker,
}
