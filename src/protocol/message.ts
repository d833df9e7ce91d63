/** What the generated code is made of: a codec for a message, and an API as a pair of them. */
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

export interface Codec<Read, Init = Read> {
  /** Reads from the reader's position on. Byte fields are views on its buffer. @throws {ProtocolError} */
  read(reader: Reader, version: number): Read
  write(writer: Writer, value: Init, version: number): void
}

export interface Message<Read, Init = Read> extends Codec<Read, Init> {
  readonly name: string
  /** Valid versions, both included. */
  readonly min: number
  readonly max: number
  /** The first flexible version (KIP-482); Infinity when none is. */
  readonly flexibleFrom: number
  /** The type number of a record in a log; absent for requests and loose structures. */
  readonly apiKey?: number
}

export interface Api<Request, RequestInit, Response, ResponseInit> {
  readonly key: number
  readonly name: string
  readonly min: number
  readonly max: number
  /** What ApiVersions says: lower than `min` for Produce, for clients that check it (KIP-896). */
  readonly advertisedMin: number
  readonly flexibleFrom: number
  readonly listeners: readonly ('broker' | 'controller')[]
  readonly request: Message<Request, RequestInit>
  readonly response: Message<Response, ResponseInit>
}

// biome-ignore lint/suspicious/noExplicitAny: a list of APIs holds all of them; each user names its own
export type AnyApi = Api<any, any, any, any>
