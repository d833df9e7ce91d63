// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface RequestHeader {
  requestApiKey: number
  requestApiVersion: number
  correlationId: number
  clientId: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface RequestHeaderInit {
  requestApiKey: number
  requestApiVersion: number
  correlationId: number
  clientId: string | null
  unknownTags?: readonly UnknownTag[]
}

function readRequestHeader(r: Reader, ver: number): RequestHeader {
  const requestApiKey = r.int16()
  const requestApiVersion = r.int16()
  const correlationId = r.int32()
  const clientId = r.nullableString(false)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { requestApiKey, requestApiVersion, correlationId, clientId, unknownTags }
    : { requestApiKey, requestApiVersion, correlationId, clientId }
}

function writeRequestHeader(w: Writer, v: RequestHeaderInit, ver: number): void {
  w.int16(v.requestApiKey)
  w.int16(v.requestApiVersion)
  w.int32(v.correlationId)
  w.string(v.clientId, false)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

/** RequestHeader */
export const RequestHeader: Message<RequestHeader, RequestHeaderInit> = {
  name: 'RequestHeader',
  min: 1,
  max: 2,
  flexibleFrom: 2,
  read: readRequestHeader,
  write: writeRequestHeader,
}
