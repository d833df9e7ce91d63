/**
 * The part of a broker that a producer meets: it takes a batch when its sequence follows, knows the last five again, and does
 * what a test says in between.
 */
import { addSequence, type BatchHeader, readBatchHeader, verifyCrc } from '../../../src/protocol/batch.ts'
import { type ErrorName, errorCodes, KafkaError } from '../../../src/protocol/errors.ts'
import { Produce } from '../../../src/protocol/generated/apis/00-produce.ts'
import { decodeRecords, type Record } from '../../../src/protocol/record.ts'
import { type Asked, type FakeBroker, HANG_UP, topicId } from '../fake-broker.ts'

/** Before a batch is taken: its error; 'lost': it is taken, and the connection cut. */
export type Fault = ErrorName | 'lost' | undefined

interface Known {
  epoch: number
  last: { first: number; next: number; offset: number }[]
}

export class Ledger {
  /** By `topic-partition`. */
  readonly records = new Map<string, Record[]>()
  readonly headers: BatchHeader[] = []
  readonly #producers = new Map<string, Known>()
  fault: (key: string, header: BatchHeader, asked: Asked) => Fault = () => undefined

  constructor(broker: FakeBroker, ...others: FakeBroker[]) {
    for (const each of [broker, ...others])
      each.on(Produce, (request, asked) => {
        let cut = false
        const responses = request.topicData.map(({ name, topicId: id, partitionData }) => ({
          name,
          topicId: id,
          partitionResponses: partitionData.map(({ index, records }) => {
            const topic = name || [...broker.topics.keys()].find(known => topicId(known) === id) || ''
            const key = `${topic}-${index}`
            const header = readBatchHeader(records!)
            if (!verifyCrc(records!)) return row(index, 'CORRUPT_MESSAGE')
            this.headers.push(header)
            const fault = this.fault(key, header, asked)
            // What a broker refuses for good it has not taken before.
            const known =
              this.#again(key, header) !== undefined &&
              !new KafkaError(fault === undefined || fault === 'lost' ? 'NETWORK_EXCEPTION' : fault, '').retriable
            if (fault && fault !== 'lost' && !known) return row(index, fault)
            const answer = this.#take(key, index, header, records!)
            if (fault === 'lost') cut = true
            return answer
          }),
        }))
        return cut ? HANG_UP : { responses }
      })
  }

  of(topic: string, partition = 0): string[] {
    return (this.records.get(`${topic}-${partition}`) ?? []).map(({ value }) => String(value))
  }

  /** The same batch, taken before. */
  #again(key: string, { producerId, producerEpoch, baseSequence }: BatchHeader) {
    const known = this.#producers.get(`${key} ${producerId}`)
    return known?.epoch === producerEpoch ? known.last.find(({ first }) => first === baseSequence) : undefined
  }

  #take(key: string, index: number, header: BatchHeader, bytes: Buffer) {
    const log = this.records.get(key) ?? []
    this.records.set(key, log)
    const offset = log.length
    if (header.hasProducerId) {
      const name = `${key} ${header.producerId}`
      const known = this.#producers.get(name) ?? { epoch: header.producerEpoch, last: [] }
      this.#producers.set(name, known)
      if (header.producerEpoch < known.epoch) return row(index, 'INVALID_PRODUCER_EPOCH')
      const again = this.#again(key, header)
      if (again) return row(index, 'NONE', again.offset)
      const fresh = header.producerEpoch > known.epoch || known.last.length === 0
      const expected = header.producerEpoch > known.epoch ? 0 : (known.last.at(-1)?.next ?? header.baseSequence)
      if (header.baseSequence !== expected) return row(index, 'OUT_OF_ORDER_SEQUENCE_NUMBER')
      if (fresh) known.last = []
      known.epoch = header.producerEpoch
      known.last.push({ first: header.baseSequence, next: addSequence(header.baseSequence, header.count), offset })
      known.last = known.last.slice(-5)
    }
    log.push(...decodeRecords(bytes))
    return row(index, 'NONE', offset)
  }

  /** The broker forgets its producers, as after a disk was lost. */
  forget(): void {
    this.#producers.clear()
  }
}

const row = (index: number, name: ErrorName, baseOffset = -1) => ({
  index,
  errorCode: errorCodes[name].code,
  baseOffset,
  logAppendTimeMs: -1,
  logStartOffset: 0,
})
