/**
 * What workers of a group tell one another, as bytes that the coordinator only passes on:
 *
 *   member → leader   version int16, url, config offset, and from 1 on: what it has, as an assignment
 *   leader → member   version int16, error, leader, its url, config offset, what to start, and from 1 on: what to stop, delay
 *
 * Version 0 is eager (all stop, and start anew), 1 incremental (only what moves stops), 2 the same with keys for what workers ask
 * one another. All offer what they know, the newest first, and the coordinator takes what all have.
 * Source: Kafka 4.3 `ConnectProtocol`, `IncrementalCooperativeConnectProtocol`; KIP-415, KIP-507.
 */
import { ProtocolError, Reader } from '../../protocol/reader.ts'
import { Writer } from '../../protocol/writer.ts'
import { ConnectError } from '../errors.ts'
import type { TaskId } from '../runtime/states.ts'
import { Work } from './work.ts'

export const PROTOCOL_TYPE = 'connect'
export type ProtocolVersion = 0 | 1 | 2
export const SESSIONED = 2

/** Names in the group, newest first. */
const protocols = [
  { name: 'sessioned', version: 2 },
  { name: 'compatible', version: 1 },
  { name: 'default', version: 0 },
] as const
const newest: Readonly<Record<string, ProtocolVersion>> = { sessioned: 2, compatible: 1, eager: 0 }

/** What a worker of this connect.protocol can speak, the best first. */
export const offeredBy = (setting: string) => protocols.filter(({ version }) => version <= newest[setting]!)
export const versionOf = (name: string): ProtocolVersion => protocols.find(each => each.name === name)?.version ?? 0

export const assignmentErrors = { none: 0, configMismatch: 1 } as const

export interface MemberState {
  /** Of its REST. */
  readonly url: string
  /** How far it has read the config topic. */
  readonly offset: number
  /** What it has; nothing for eager ones. */
  readonly work: Work
}

export interface Assignment {
  readonly error: number
  /** Member id. */
  readonly leader: string
  readonly leaderUrl: string
  /** The config topic as the leader has seen it. */
  readonly offset: number
  /** To start; in a state: what it has. */
  readonly work: Work
  /** To stop. */
  readonly revoked: Work
  /** Milliseconds after which to join again; 0: nothing is waited for. */
  readonly delayMs: number
}

export function encodeState({ url, offset }: MemberState, assignment: Assignment | undefined, version: number): Buffer {
  const writer = new Writer()
  writer.int16(version)
  writer.string(url, false)
  writer.int64(offset)
  if (version > 0) writer.bytes(assignment ? encodeAssignment(assignment, version) : null, false)
  return writer.toBuffer()
}

/** @throws {ConnectError} for bytes that are none */
export function decodeState(bytes: Buffer): MemberState {
  return reading(bytes, 'a worker', reader => {
    const version = reader.int16()
    const [url, offset] = [reader.string(false), reader.int64()]
    const own = version > 0 && reader.position < bytes.length ? reader.nullableBytes(false) : null
    return { url, offset, work: own ? decodeAssignment(own).work : new Work() }
  })
}

export function encodeAssignment(assignment: Assignment, version: number): Buffer {
  const writer = new Writer()
  writer.int16(version)
  writer.int16(assignment.error)
  writer.string(assignment.leader, false)
  writer.string(assignment.leaderUrl, false)
  writer.int64(assignment.offset)
  writeWork(writer, assignment.work)
  if (version > 0) {
    writeWork(writer, assignment.revoked)
    writer.int32(assignment.delayMs)
  }
  return writer.toBuffer()
}

function writeWork(writer: Writer, work: Work): void {
  const byConnector = new Map<string, TaskId[]>()
  for (const unit of work) byConnector.set(unit.connector, [...(byConnector.get(unit.connector) ?? []), unit])
  writer.array(byConnector.size, false)
  for (const [connector, units] of byConnector) {
    writer.string(connector, false)
    writer.array(units.length, false)
    for (const { task } of units) writer.int32(task)
  }
}

/** @throws {ConnectError} for bytes that are none */
export function decodeAssignment(bytes: Buffer): Assignment {
  return reading(bytes, "the group's leader", reader => {
    reader.int16()
    const has = () => reader.position < bytes.length
    return {
      error: reader.int16(),
      leader: reader.string(false),
      leaderUrl: reader.string(false),
      offset: reader.int64(),
      work: readWork(reader),
      revoked: has() ? readWork(reader) : new Work(),
      delayMs: has() ? reader.int32() : 0,
    }
  })
}

/** Of a connector: its name's length, and that of its tasks. */
const CONNECTOR_SIZE = 6
const TASK_SIZE = 4

function readWork(reader: Reader): Work {
  const units: TaskId[] = []
  for (let left = Math.max(0, reader.nullableArray(false, CONNECTOR_SIZE)); left > 0; left--) {
    const connector = reader.string(false)
    for (let tasks = reader.array(false, TASK_SIZE); tasks > 0; tasks--) units.push({ connector, task: reader.int32() })
  }
  return new Work(units)
}

function reading<Result>(bytes: Buffer, who: string, read: (reader: Reader) => Result): Result {
  try {
    return read(new Reader(bytes))
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw new ConnectError(`The ${bytes.length} bytes from ${who} are none that workers of Kafka Connect send`, {
      cause,
    })
  }
}
