/**
 * The batches of a file, one after the other, of any magic, whole or broken: for tools that look into directories. Nothing is
 * changed, nothing is judged but what must be to find the next batch; the file is never in memory as a whole.
 * Source: Kafka 4.3 `FileLogInputStream`. A torn batch ends the file silently there too: what is left is counted.
 */
import fs from 'node:fs'
import { readInt32 } from '../../lib/bytes.ts'
import { LOG_OVERHEAD } from '../../protocol/batch.ts'
import { CorruptLogError } from '../errors.ts'

/** Up to the magic: fewer bytes are no batch. */
const HEADER = 17
const MAGIC_AT = 16
/** A message of magic 0 without key and value. */
const LEAST_SIZE = 14

export interface FileBatch {
  readonly position: number
  readonly size: number
  readonly magic: number
  /** All of it; a new buffer each time. */
  readonly bytes: Buffer
}

/**
 * @param from where to begin
 * @param end where the file ends, if sooner than it does: a batch that goes beyond is not there
 * @throws {CorruptLogError} when a size cannot be one
 */
export function* fileBatches(file: string, from = 0, end = Number.POSITIVE_INFINITY): Generator<FileBatch> {
  const fd = fs.openSync(file, 'r')
  try {
    const limit = Math.min(end, fs.fstatSync(fd).size)
    const head = Buffer.alloc(HEADER)
    for (let position = from; position + HEADER <= limit; ) {
      fs.readSync(fd, head, 0, HEADER, position)
      const length = readInt32(head, 8)
      if (length < LEAST_SIZE)
        throw new CorruptLogError(
          file,
          position,
          `A batch says that it has ${length} bytes: ${LEAST_SIZE} are the least`,
        )
      const size = length + LOG_OVERHEAD
      if (position + size > limit) return
      const bytes = Buffer.allocUnsafe(size)
      fs.readSync(fd, bytes, 0, size, position)
      yield { position, size, magic: head.readInt8(MAGIC_AT), bytes }
      position += size
    }
  } finally {
    fs.closeSync(fd)
  }
}
