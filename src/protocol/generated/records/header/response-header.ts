// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ResponseHeader {
  correlationId: number
  unknownTags?: readonly UnknownTag[]
}

export interface ResponseHeaderInit {
  correlationId: number
  unknownTags?: readonly UnknownTag[]
}

function readResponseHeader(r: Reader, ver: number): ResponseHeader {
  const correlationId = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 1)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { correlationId, unknownTags } : { correlationId }
}

function writeResponseHeader(w: Writer, v: ResponseHeaderInit, ver: number): void {
  w.int32(v.correlationId)
  if (ver >= 1) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

/** ResponseHeader */
export const ResponseHeader: Message<ResponseHeader, ResponseHeaderInit> = {
  name: 'ResponseHeader',
  min: 0,
  max: 1,
  flexibleFrom: 1,
  read: readResponseHeader,
  write: writeResponseHeader,
}
