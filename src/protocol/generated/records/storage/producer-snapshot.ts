// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Offset, ProducerId, Timestamp } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ProducerEntry {
  producerId: ProducerId
  epoch: number
  lastSequence: number
  lastOffset: Offset
  offsetDelta: number
  timestamp: Timestamp
  coordinatorEpoch: number
  currentTxnFirstOffset: Offset
}

export interface ProducerEntryInit {
  producerId: ProducerId
  epoch: number
  lastSequence: number
  lastOffset: Offset
  offsetDelta: number
  timestamp: Timestamp
  coordinatorEpoch: number
  currentTxnFirstOffset: Offset
}

export interface ProducerSnapshot {
  crc: number
  producerEntries: readonly ProducerEntry[]
}

export interface ProducerSnapshotInit {
  crc: number
  producerEntries: readonly ProducerEntryInit[]
}

function readProducerEntry(r: Reader, ver: number): ProducerEntry {
  const producerId = r.int64()
  const epoch = r.int16()
  const lastSequence = r.int32()
  const lastOffset = r.int64()
  const offsetDelta = r.int32()
  const timestamp = r.int64()
  const coordinatorEpoch = r.int32()
  const currentTxnFirstOffset = r.int64()
  return {
    producerId,
    epoch,
    lastSequence,
    lastOffset,
    offsetDelta,
    timestamp,
    coordinatorEpoch,
    currentTxnFirstOffset,
  }
}

function writeProducerEntry(w: Writer, v: ProducerEntryInit, ver: number): void {
  w.int64(v.producerId)
  w.int16(v.epoch)
  w.int32(v.lastSequence)
  w.int64(v.lastOffset)
  w.int32(v.offsetDelta)
  w.int64(v.timestamp)
  w.int32(v.coordinatorEpoch)
  w.int64(v.currentTxnFirstOffset)
}

function readProducerSnapshot(r: Reader, ver: number): ProducerSnapshot {
  const crc = r.uint32()
  let producerEntries: readonly ProducerEntry[]
  {
    const count = r.array(false, 46)
    const items = new Array<ProducerEntry>(count)
    for (let i = 0; i < count; i++) items[i] = readProducerEntry(r, ver)
    producerEntries = items
  }
  return { crc, producerEntries }
}

function writeProducerSnapshot(w: Writer, v: ProducerSnapshotInit, ver: number): void {
  w.uint32(v.crc)
  {
    const items = v.producerEntries
    w.array(items.length, false)
    for (const item of items) writeProducerEntry(w, item, ver)
  }
}

/** ProducerSnapshot */
export const ProducerSnapshot: Message<ProducerSnapshot, ProducerSnapshotInit> = {
  name: 'ProducerSnapshot',
  min: 1,
  max: 1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  read: readProducerSnapshot,
  write: writeProducerSnapshot,
}
