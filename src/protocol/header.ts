/**
 * What stands before a body, and whole frames: size, header, body.
 * Source: Kafka protocol guide, "Request Header", "Response Header"; KIP-482, KIP-511 (ApiVersions answers with header 0).
 */
import type { Api } from './message.ts'
import type { Reader } from './reader.ts'
import { Writer } from './writer.ts'

export interface RequestHeader {
  apiKey: number
  apiVersion: number
  correlationId: number
  clientId: string | null
}

const API_VERSIONS_KEY = 18

/**
 * Read up to the body. The client id keeps its two-byte length in flexible headers, too.
 * @param flexible whether the API's version is flexible, and so its header has tagged fields
 */
export function readRequestHeader(reader: Reader, flexible: boolean): RequestHeader {
  const header = {
    apiKey: reader.int16(),
    apiVersion: reader.int16(),
    correlationId: reader.int32(),
    clientId: reader.nullableString(false),
  }
  if (flexible) skipTags(reader)
  return header
}

/** @returns the correlation id */
export function readResponseHeader(
  reader: Reader,
  api: { key: number; flexibleFrom: number },
  version: number,
): number {
  const correlationId = reader.int32()
  if (hasResponseTags(api, version)) skipTags(reader)
  return correlationId
}

const hasResponseTags = (api: { key: number; flexibleFrom: number }, version: number) =>
  version >= api.flexibleFrom && api.key !== API_VERSIONS_KEY

function skipTags(reader: Reader): void {
  for (let left = reader.tags(); left > 0; left--) {
    const tag = reader.uvarint()
    const outer = reader.enter(reader.uvarint())
    reader.unknownTag(undefined, tag)
    reader.leave(outer)
  }
}

/** A request as sent: chunks for one write, the size first. */
export function encodeRequest<RequestInit>(
  api: Api<unknown, RequestInit, unknown, unknown>,
  version: number,
  body: RequestInit,
  { correlationId, clientId }: { correlationId: number; clientId: string | null },
): Buffer[] {
  const writer = new Writer()
  writer.int32(0)
  writer.int16(api.key)
  writer.int16(version)
  writer.int32(correlationId)
  writer.string(clientId, false)
  if (version >= api.flexibleFrom) writer.uvarint(0)
  api.request.write(writer, body, version)
  return sized(writer)
}

/** A response as sent, likewise. */
export function encodeResponse<ResponseInit>(
  api: Api<unknown, unknown, unknown, ResponseInit>,
  version: number,
  body: ResponseInit,
  { correlationId }: { correlationId: number },
): Buffer[] {
  const writer = new Writer()
  writer.int32(0)
  writer.int32(correlationId)
  if (hasResponseTags(api, version)) writer.uvarint(0)
  api.response.write(writer, body, version)
  return sized(writer)
}

/** The size goes where the frame's first int32 kept its place. That one is in the first chunk, which is the writer's own. */
function sized(writer: Writer): Buffer[] {
  const size = writer.size - 4
  const chunks = writer.finish()
  chunks[0]!.writeInt32BE(size)
  return chunks
}
