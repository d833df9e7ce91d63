/** Messages of magic 0 and 1 in `dump-log`: a compressed one holds others. Source: Kafka 4.3 `AbstractLegacyRecordBatch`. */
import type { FileBatch } from '../../log/dump/batches.ts'
import { decompress } from '../../protocol/compress/index.ts'
import { decodeLegacyRecords, readLegacyMessage, verifyLegacyCrc } from '../../protocol/legacy.ts'
import type { Record } from '../../protocol/record.ts'
import type { Fields } from './log-entries.ts'

const CRC_AT = 12

const timestampType = ({ magic, hasLogAppendTime }: { magic: number; hasLogAppendTime: boolean }) =>
  magic === 0 ? 'NoTimestampType' : hasLogAppendTime ? 'LogAppendTime' : 'CreateTime'

export function legacyBatch({ position, size, magic, bytes }: FileBatch): Fields {
  const message = readLegacyMessage(bytes)
  return {
    offset: message.offset,
    position,
    timestampType: timestampType(message),
    timestamp: message.timestamp,
    size,
    magic,
    compresscodec: message.compression,
    crc: bytes.readUInt32BE(CRC_AT),
    isvalid: verifyLegacyCrc(bytes),
  }
}

export function legacyRecords({ bytes }: FileBatch) {
  const outer = readLegacyMessage(bytes)
  const inner = outer.compression === 'none' ? bytes : decompress(outer.compression, outer.value!)
  const type = timestampType(outer)
  let at = 0
  return decodeLegacyRecords(bytes).map((record: Record) => {
    const legacy = { isValid: verifyLegacyCrc(inner, at), crc: inner.readUInt32BE(at + CRC_AT), timestampType: type }
    at += readLegacyMessage(inner, at).size
    return { ...record, legacy }
  })
}
