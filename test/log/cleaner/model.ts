/**
 * What a reader of a compacted log must find, whatever was cleaned: for every key the last value that was committed. And what
 * a cleaning must leave alone: a record that is there is the one that was appended at its offset.
 */
import type { Random } from '../../../src/lib/random.ts'
import type { LogConfig } from '../../../src/log/config.ts'
import type { PartitionLog } from '../../../src/log/partition-log.ts'
import { verifyCrc } from '../../../src/protocol/batch.ts'
import { encodeEndTxnMarker } from '../../../src/protocol/control.ts'
import { decodeRecords, encodeBatch } from '../../../src/protocol/record.ts'
import { defaults } from '../config.ts'

export const config: LogConfig = {
  ...defaults,
  'segment.bytes': 900,
  'index.interval.bytes': 150,
  'cleanup.policy': ['compact'],
  'delete.retention.ms': 20_000,
  'min.cleanable.dirty.ratio': 0,
  'segment.ms': Number.MAX_SAFE_INTEGER,
  'max.compaction.lag.ms': Number.MAX_SAFE_INTEGER,
}

const KEYS = ['a', 'b', 'c', 'd', 'e', 'a key of more than fifteen bytes', '']
const TRANSACTIONAL = [20, 21]

export class Model {
  readonly #random: Random
  /** What was appended at each offset; markers are not in it. */
  readonly #appended = new Map<number, string>()
  /** Producers in a transaction. */
  readonly #open = new Set<number>()
  readonly #sequences = new Map<number, number>()
  #value = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** A batch of a random kind. It is written at once. */
  append(log: PartitionLog, now: number): void {
    const { below } = this.#random
    const kind = below(10)
    const producerId = kind < 4 ? TRANSACTIONAL[below(2)]! : kind < 7 ? 1 + below(2) : -1
    const transactional = kind < 4
    if (transactional && this.#open.has(producerId) && below(2) === 0)
      return this.end(log, producerId, below(2) === 0, now)
    const records = Array.from({ length: 1 + below(3) }, () => ({
      timestamp: now - below(1000),
      key: Buffer.from(KEYS[below(KEYS.length)]!),
      value: below(4) === 0 ? null : Buffer.from(`value ${this.#value++}`),
      headers: below(3) === 0 ? [{ key: 'h', value: Buffer.from('x') }] : [],
    }))
    const baseSequence = producerId < 0 ? -1 : (this.#sequences.get(producerId) ?? 0)
    const { firstOffset } = log.append(
      encodeBatch({
        records,
        compression: (['none', 'none', 'gzip', 'lz4'] as const)[below(4)]!,
        ...(producerId >= 0 && { producerId, producerEpoch: 0, baseSequence }),
        isTransactional: transactional,
      }),
      { leaderEpoch: 0, origin: 'client' },
    )
    log.write()
    if (producerId >= 0) this.#sequences.set(producerId, baseSequence + records.length)
    if (transactional) this.#open.add(producerId)
    for (const [i, record] of records.entries()) this.#appended.set(firstOffset + i, textOf(record))
  }

  end(log: PartitionLog, producerId: number, committed: boolean, timestamp: number): void {
    const marker = { producerId, producerEpoch: 0, committed, coordinatorEpoch: 0, timestamp }
    log.append(encodeEndTxnMarker(marker), { leaderEpoch: 0, origin: 'coordinator' })
    log.write()
    this.#open.delete(producerId)
  }

  endAll(log: PartitionLog, now: number): void {
    for (const producerId of [...this.#open]) this.end(log, producerId, this.#random.below(2) === 0, now)
  }

  /** Every key's last value, by offset, of what is stable and not aborted. */
  read(log: PartitionLog): Map<string, string> {
    const found = new Map<string, string>()
    const aborted = log.abortedTransactions(log.logStartOffset, log.endOffset)
    let next = -1
    for (const { header, bytes } of log.batchesFrom(log.logStartOffset)) {
      if (!verifyCrc(bytes)) throw new Error(`the batch at ${header.baseOffset} is broken`)
      if (header.baseOffset < next) throw new Error(`${header.baseOffset} comes after ${next - 1}`)
      next = header.nextOffset
      if (header.isControl) continue
      const records = decodeRecords(bytes)
      for (const record of records) {
        const { offset, key, value } = record
        const appended = this.#appended.get(offset)
        if (textOf(record) !== appended) throw new Error(`${textOf(record)} is at offset ${offset}, not ${appended}`)
        const isAborted =
          header.isTransactional &&
          aborted.some(
            ({ producerId, firstOffset, lastOffset }) =>
              producerId === header.producerId && offset >= firstOffset && offset < lastOffset,
          )
        if (isAborted || offset >= log.lastStableOffset) continue
        if (value === null) found.delete(key!.toString())
        else found.set(key!.toString(), value.toString())
      }
    }
    return found
  }

  /** The next sequence of every producer is known. */
  demandSequences(log: PartitionLog): void {
    for (const [producerId, next] of this.#sequences) {
      const last = log.producers.get(producerId)?.batches.at(-1)
      if (last?.lastSequence !== next - 1)
        throw new Error(`producer ${producerId} is at sequence ${last?.lastSequence}, not ${next - 1}`)
    }
  }
}

interface Rec {
  key: Buffer | null
  value: Buffer | null
  timestamp: number
  headers: readonly { key: string; value: Buffer | null }[]
}

const textOf = ({ key, value, timestamp, headers }: Rec): string =>
  `${key}=${value} at ${timestamp} ${headers.map(header => `${header.key}:${header.value}`)}`
