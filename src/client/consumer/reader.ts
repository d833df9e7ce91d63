/**
 * Records out of what was fetched: one by one, some at a time, or whole batches without an object per record. Partitions take
 * turns. A partition's position moves with what is handed out, and an error comes when all before it was.
 */
import type { BatchHeader } from '../../protocol/batch.ts'
import { RecordCursor, type RecordHeader } from '../../protocol/record.ts'
import type { LeaderEpoch, Offset, Timestamp } from '../../protocol/types.ts'
import type { Deserializer } from '../serde.ts'
import type { Fetcher } from './fetcher.ts'
import type { Entry, Position } from './position.ts'

export interface ConsumerRecord<Key = Buffer, Value = Buffer> {
  topic: string
  partition: number
  offset: Offset
  leaderEpoch: LeaderEpoch
  timestamp: Timestamp
  timestampType: 'CreateTime' | 'LogAppendTime'
  key: Key | null
  value: Value | null
  headers: RecordHeader[]
}

/** The batch that a cursor stands in. */
export interface BatchInfo {
  topic: string
  partition: number
  /** Records before it were read already, and are the caller's to skip. */
  from: Offset
  timestampType: 'CreateTime' | 'LogAppendTime'
  header: BatchHeader
  /** Of the partition, as the last fetch said; -1 before it did. */
  edges: Readonly<Pick<Position, 'logStartOffset' | 'lastStableOffset' | 'highWatermark'>>
}

/** Returns false to stop behind the record where the cursor stands; anything else to go on. */
export type BatchRead = (cursor: RecordCursor, batch: BatchInfo) => unknown

type BatchEntry = Extract<Entry, { kind: 'batch' }>

export class RecordReader<Key, Value> {
  readonly #fetcher: Fetcher
  readonly #key: Deserializer<Key>
  readonly #value: Deserializer<Value>
  readonly #cursor = new RecordCursor()
  /** Where the cursor stands. */
  #current:
    | { position: Position; generation: number; entry: BatchEntry; timestampType: BatchInfo['timestampType'] }
    | undefined

  constructor(fetcher: Fetcher, key: Deserializer<Key>, value: Deserializer<Value>) {
    this.#fetcher = fetcher
    this.#key = key
    this.#value = value
  }

  /** What is there, at most `max` records. @throws what stands in the way, when nothing comes before it */
  take(max: number): ConsumerRecord<Key, Value>[] {
    const records: ConsumerRecord<Key, Value>[] = []
    try {
      while (records.length < max) {
        const record = this.next(records.length === 0)
        if (!record) break
        records.push(record)
      }
    } catch (error) {
      // It stands there still, and is the first to come next time.
      if (records.length === 0) throw error
    }
    this.#rotate()
    return records
  }

  /** The next record; undefined when nothing is there. @param mayThrow whether an error may be taken from where it stands */
  next(mayThrow = true): ConsumerRecord<Key, Value> | undefined {
    for (;;) {
      const current = this.#open(mayThrow)
      if (!current) return undefined
      const { position, entry, timestampType } = current
      const cursor = this.#cursor
      try {
        while (cursor.next()) {
          if (cursor.offset < position.offset) continue
          const record = this.#record(position, timestampType)
          position.offset = cursor.offset + 1
          position.leaderEpoch = record.leaderEpoch = entry.leaderEpoch
          return record
        }
      } catch (error) {
        // The cursor is behind it; the position is not: the same record comes again, until somebody seeks.
        this.#current = undefined
        throw error
      }
      this.#current = undefined
      this.#shift(position)
    }
  }

  #record(position: Position, timestampType: BatchInfo['timestampType']): ConsumerRecord<Key, Value> {
    const { topic, partition } = position
    const cursor = this.#cursor
    const key = cursor.key()
    const value = cursor.value()
    try {
      return {
        topic,
        partition,
        offset: cursor.offset,
        leaderEpoch: -1,
        timestamp: cursor.timestamp,
        timestampType,
        key: key && this.#key.deserialize(key, topic),
        value: value && this.#value.deserialize(value, topic),
        headers: cursor.headers(),
      }
    } catch (error) {
      if (error instanceof Error) error.message = `${position.key}@${cursor.offset}: ${error.message}`
      throw error
    }
  }

  /** Stand in the batch whose turn it is. */
  #open(mayThrow: boolean) {
    const current = this.#current
    if (current && current.position.generation === current.generation && !current.position.paused) return current
    this.#current = undefined
    for (const position of this.#fetcher.ready) {
      if (position.paused) continue
      const entry = this.#first(position)
      if (!entry) continue
      if (entry.kind === 'error') {
        if (!mayThrow) return undefined
        this.#shift(position)
        throw entry.error
      }
      const { timestampType } = this.#cursor.open(entry.bytes)
      this.#current = { position, generation: position.generation, entry, timestampType }
      return this.#current
    }
    return undefined
  }

  /** The first entry that is something; those to be stepped over are. */
  #first(position: Position) {
    for (;;) {
      const entry = position.entries[0]
      if (entry?.kind !== 'skip') {
        if (!entry) this.#fetcher.ready.delete(position)
        return entry
      }
      this.#shift(position)
    }
  }

  #shift(position: Position): void {
    position.shift()
    if (position.entries.length === 0) this.#fetcher.ready.delete(position)
  }

  /** The next partition's turn. */
  #rotate(): void {
    const [first] = this.#fetcher.ready
    if (!first || this.#fetcher.ready.size === 1) return
    this.#fetcher.ready.delete(first)
    this.#fetcher.ready.add(first)
    this.#current = undefined
  }

  /** All batches that are there. @returns how many */
  batches(read: BatchRead): number {
    this.#current = undefined
    let count = 0
    for (const position of [...this.#fetcher.ready]) {
      if (position.paused) continue
      for (let entry = this.#first(position); entry; entry = this.#first(position)) {
        if (entry.kind === 'error') {
          if (count > 0) break
          this.#shift(position)
          throw entry.error
        }
        const cursor = this.#cursor
        const header = cursor.open(entry.bytes)
        const { timestampType } = header
        const { topic, partition, offset, generation } = position
        count++
        const stopped =
          read(cursor, { topic, partition, from: offset, timestampType, header, edges: position }) === false
        // The caller may have jumped somewhere else meanwhile.
        if (position.generation !== generation) break
        if (stopped) {
          position.offset = Math.max(offset, cursor.offset + 1)
          position.leaderEpoch = entry.leaderEpoch
          return count
        }
        this.#shift(position)
      }
    }
    return count
  }
}
