/**
 * Records of internal topics as JSON, by the names of Kafka's formatters: each prints its own types of records, and passes over
 * the others. One stands right behind the other, without a line's end, as Kafka prints them.
 * Source: Kafka 4.3 `CoordinatorRecordMessageFormatter` and the classes below it.
 */
import { messages as groupMessages } from '../protocol/generated/records/group/index.ts'
import { shapes as groupShapes } from '../protocol/generated/records/group/shapes.ts'
import { messages as shareMessages } from '../protocol/generated/records/share/index.ts'
import { shapes as shareShapes } from '../protocol/generated/records/share/shapes.ts'
import { messages as transactionMessages } from '../protocol/generated/records/transaction/index.ts'
import { shapes as transactionShapes } from '../protocol/generated/records/transaction/shapes.ts'
import { type RecordKind, recordJson, UnknownType } from './coordinator-records.ts'
import type { CoordinatorFormatter, Formatter } from './formatters.ts'

const group: RecordKind = { messages: groupMessages, shapes: groupShapes }

/** Undefined types: all there are. */
const printed: Readonly<Record<CoordinatorFormatter, { kind: RecordKind; types?: ReadonlySet<number> }>> = {
  OffsetsMessageFormatter: { kind: group, types: new Set([0, 1]) },
  GroupMetadataMessageFormatter: { kind: group, types: new Set([2]) },
  ShareGroupMessageFormatter: { kind: group, types: new Set([10, 11, 12, 13, 14, 15]) },
  TransactionLogMessageFormatter: { kind: { messages: transactionMessages, shapes: transactionShapes } },
  'group.share.ShareGroupStateMessageFormatter': { kind: { messages: shareMessages, shapes: shareShapes } },
}

export function coordinatorFormatter(name: CoordinatorFormatter): Formatter {
  const { kind, types } = printed[name]
  return ({ buffer, keyStart, keyLength, valueStart, valueLength, offset }, _, sink) => {
    if (keyLength < 0) return
    const key = buffer.subarray(keyStart, keyStart + keyLength)
    const value = valueLength < 0 ? null : buffer.subarray(valueStart, valueStart + valueLength)
    try {
      if (types && !types.has(key.readInt16BE())) return
      const json = recordJson(kind, key, value)
      const shown = json.value === undefined ? 'null' : `{"version":${json.version},"data":${json.value}}`
      sink.text(`{"key":{"type":${json.type},"data":${json.key}},"value":${shown}}`)
    } catch (error) {
      // A later Kafka wrote it.
      if (error instanceof UnknownType) return
      throw new Error(`Could not read record at offset ${offset} due to: ${(error as Error).message}`, { cause: error })
    }
  }
}
