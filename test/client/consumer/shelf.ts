/**
 * The part of a broker that a consumer meets: batches by partition, offsets at their edges and by time, fetch sessions, and
 * what a test says in between.
 */
import { readBatchHeader } from '../../../src/protocol/batch.ts'
import { type ErrorName, errorCodes } from '../../../src/protocol/errors.ts'
import { Fetch } from '../../../src/protocol/generated/apis/01-fetch.ts'
import { ListOffsets } from '../../../src/protocol/generated/apis/02-list-offsets.ts'
import { OffsetForLeaderEpoch } from '../../../src/protocol/generated/apis/23-offset-for-leader-epoch.ts'
import { type BatchInit, encodeBatch } from '../../../src/protocol/record.ts'
import { type FakeBroker, topicId } from '../fake-broker.ts'

export interface Log {
  start: number
  batches: Buffer[]
  end: number
  aborted: { producerId: number; firstOffset: number }[]
}

interface Asked {
  topic: string
  partition: number
  fetchOffset: number
  partitionMaxBytes: number
}

export class Shelf {
  readonly logs = new Map<string, Log>()
  /** Of each fetch, the partitions that it brought in question, by name. */
  readonly fetches: { session: string; named: string[]; forgotten: string[] }[] = []
  /** Before a partition is read. */
  fault: (key: string, offset: number) => ErrorName | undefined = () => undefined
  sessionFault: () => ErrorName | undefined = () => undefined
  /** Whether sessions are granted. */
  sessions = true
  /** End offset by leader epoch, for checks. */
  epochEnds: (epoch: number) => number = () => 1_000_000
  #session: { id: number; epoch: number; partitions: Map<string, Asked> } | undefined
  #nextId = 700

  constructor(broker: FakeBroker) {
    broker.on(Fetch, async request => {
      const name = (topic: string, id: string) =>
        topic || [...broker.topics.keys()].find(known => topicId(known) === id) || 'unknown'
      const error = this.sessionFault()
      if (error) return { errorCode: errorCodes[error].code, sessionId: 0, responses: [] }
      const named = request.topics.flatMap(({ topic, topicId: id, partitions }) =>
        partitions.map(each => ({ ...each, topic: name(topic, id) })),
      )
      const forgotten = request.forgottenTopicsData.flatMap(({ topic, topicId: id, partitions }) =>
        partitions.map(partition => `${name(topic, id)}-${partition}`),
      )
      this.fetches.push({
        session: `${request.sessionId}/${request.sessionEpoch}`,
        named: named.map(({ topic, partition, fetchOffset }) => `${topic}-${partition}@${fetchOffset}`),
        forgotten,
      })
      const asked = this.#remember(request.sessionId, request.sessionEpoch, named, forgotten)
      if (asked === undefined)
        return { errorCode: errorCodes.INVALID_FETCH_SESSION_EPOCH.code, sessionId: 0, responses: [] }
      let rows = asked.map(each => this.#read(each))
      if (rows.every(({ errorCode, records }) => errorCode === 0 && records.length === 0)) {
        await new Promise(resolve => setTimeout(resolve, Math.min(request.maxWaitMs, 20)))
        rows = asked.map(each => this.#read(each))
      }
      const incremental = request.sessionEpoch > 0
      return {
        errorCode: 0,
        sessionId: this.#session?.id ?? 0,
        responses: rows
          .filter(({ errorCode, records }) => !incremental || errorCode !== 0 || records.length > 0)
          .map(({ topic, ...partition }) => ({ topic, topicId: topicId(topic), partitions: [partition] })),
      }
    })
    broker.on(ListOffsets, ({ topics }, { version }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => {
          const key = `${name}-${partitionIndex}`
          const error = this.fault(key, timestamp)
          return {
            partitionIndex,
            errorCode: error ? errorCodes[error].code : 0,
            ...(error ? { offset: -1 } : this.#offsetAt(this.log(key), timestamp)),
            leaderEpoch: version < 4 ? -1 : 0,
          }
        }),
      })),
    }))
    broker.on(OffsetForLeaderEpoch, ({ topics }) => ({
      topics: topics.map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.map(({ partition, leaderEpoch }) => ({
          partition,
          errorCode: 0,
          leaderEpoch,
          endOffset: this.epochEnds(leaderEpoch),
        })),
      })),
    }))
  }

  log(key: string): Log {
    const log = this.logs.get(key) ?? { start: 0, batches: [], end: 0, aborted: [] }
    this.logs.set(key, log)
    return log
  }

  /** A batch behind the others: of these values, or of records. @returns its base offset */
  put(key: string, values: readonly string[], init: Partial<BatchInit> = {}): number {
    const log = this.log(key)
    const baseOffset = log.end
    const records = values.map((value, i) => ({ timestamp: 1000 + baseOffset + i, value: Buffer.from(value) }))
    this.putBytes(key, encodeBatch({ leaderEpoch: 0, records, ...init, baseOffset }))
    return baseOffset
  }

  putBytes(key: string, bytes: Buffer): void {
    const log = this.log(key)
    log.batches.push(bytes)
    log.end = readBatchHeader(bytes).nextOffset
  }

  #remember(id: number, epoch: number, named: readonly Asked[], forgotten: readonly string[]): Asked[] | undefined {
    const fresh = new Map(named.map(each => [`${each.topic}-${each.partition}`, each]))
    if (epoch === -1 || !this.sessions) return [...fresh.values()]
    if (epoch === 0) {
      this.#session = { id: this.#nextId++, epoch: 1, partitions: fresh }
      return [...fresh.values()]
    }
    const session = this.#session
    if (!session || session.id !== id || session.epoch !== epoch) return undefined
    session.epoch++
    for (const key of forgotten) session.partitions.delete(key)
    for (const [key, each] of fresh) session.partitions.set(key, each)
    return [...session.partitions.values()]
  }

  #read({ topic, partition, fetchOffset, partitionMaxBytes }: Asked) {
    const key = `${topic}-${partition}`
    const log = this.log(key)
    const outside = fetchOffset < log.start || fetchOffset > log.end ? 'OFFSET_OUT_OF_RANGE' : undefined
    const error = this.fault(key, fetchOffset) ?? outside
    let records = Buffer.alloc(0)
    if (!error)
      for (const batch of log.batches) {
        if (readBatchHeader(batch).nextOffset <= fetchOffset) continue
        if (records.length > 0 && records.length + batch.length > partitionMaxBytes) {
          // The last one is cut, as brokers do.
          records = Buffer.concat([records, batch.subarray(0, Math.max(0, partitionMaxBytes - records.length))])
          break
        }
        records = Buffer.concat([records, batch])
      }
    return {
      topic,
      partitionIndex: partition,
      errorCode: error ? errorCodes[error].code : 0,
      highWatermark: log.end,
      lastStableOffset: log.end,
      logStartOffset: log.start,
      abortedTransactions: log.aborted,
      records,
    }
  }

  #offsetAt(log: Log, timestamp: number) {
    if (timestamp === -1) return { offset: log.end, timestamp: -1 }
    if (timestamp === -2) return { offset: log.start, timestamp: -1 }
    const offset = Math.max(log.start, timestamp - 1000)
    return offset < log.end ? { offset, timestamp: 1000 + offset } : { offset: -1, timestamp: -1 }
  }
}
