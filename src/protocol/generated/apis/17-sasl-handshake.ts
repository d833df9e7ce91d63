// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Writer } from '../../writer.ts'

export interface SaslHandshakeRequest {
  mechanism: string
}

export interface SaslHandshakeRequestInit {
  mechanism: string
}

function readSaslHandshakeRequest(r: Reader, ver: number): SaslHandshakeRequest {
  const mechanism = r.string(false)
  return { mechanism }
}

function writeSaslHandshakeRequest(w: Writer, v: SaslHandshakeRequestInit, ver: number): void {
  w.string(v.mechanism, false)
}

export const SaslHandshakeRequestMessage: Message<SaslHandshakeRequest, SaslHandshakeRequestInit> = {
  name: 'SaslHandshakeRequest',
  min: 0,
  max: 1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  read: readSaslHandshakeRequest,
  write: writeSaslHandshakeRequest,
}

export interface SaslHandshakeResponse {
  errorCode: number
  mechanisms: readonly string[]
}

export interface SaslHandshakeResponseInit {
  errorCode?: number | undefined
  mechanisms: readonly string[]
}

function readSaslHandshakeResponse(r: Reader, ver: number): SaslHandshakeResponse {
  const errorCode = r.int16()
  let mechanisms: readonly string[]
  {
    const count = r.array(false, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(false)
    mechanisms = items
  }
  return { errorCode, mechanisms }
}

function writeSaslHandshakeResponse(w: Writer, v: SaslHandshakeResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  {
    const items = v.mechanisms
    w.array(items.length, false)
    for (const item of items) w.string(item, false)
  }
}

export const SaslHandshakeResponseMessage: Message<SaslHandshakeResponse, SaslHandshakeResponseInit> = {
  name: 'SaslHandshakeResponse',
  min: 0,
  max: 1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  read: readSaslHandshakeResponse,
  write: writeSaslHandshakeResponse,
}

/** SaslHandshake */
export const SaslHandshake: Api<
  SaslHandshakeRequest,
  SaslHandshakeRequestInit,
  SaslHandshakeResponse,
  SaslHandshakeResponseInit
> = {
  key: 17,
  name: 'SaslHandshake',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  listeners: ['broker', 'controller'],
  request: SaslHandshakeRequestMessage,
  response: SaslHandshakeResponseMessage,
}
