/**
 * InitProducerId with a transactional id: who comes fences who was there. An open transaction is aborted first, and the
 * asker has to come again: that raises the epoch a second time.
 * Source: KIP-98, KIP-360 (a producer that goes on says who it was), KIP-890; Kafka 4.3 `TransactionCoordinator`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { ProducerId } from '../../protocol/types.ts'
import { isEnding, isExhausted, NO_EPOCH, NO_PARTITIONS, NO_PRODUCER_ID, type Transaction } from '../transaction.ts'

/** Who the producer says it is. */
export interface Expected {
  producerId: ProducerId
  epoch: number
}

export interface InitRequest {
  transactionalId: string
  timeoutMs: number
  expected: Expected | undefined
}

/** A producer id must be taken before `initProducerId` decides: there is none, or its epochs have run out. */
export const needsProducerId = (known: Transaction | undefined, expected: Expected | undefined): boolean =>
  known === undefined || (isExhausted(known.epoch) && (expected === undefined || expected.epoch === known.epoch))

/**
 * @param freshId taken when `needsProducerId` said so
 * @returns the next state; 'abort': the open transaction has to be aborted first
 * @throws {KafkaError} CONCURRENT_TRANSACTIONS, PRODUCER_FENCED
 */
export function initProducerId(
  known: Transaction | undefined,
  { transactionalId, timeoutMs, expected }: InitRequest,
  now: number,
  freshId: ProducerId | undefined,
): Transaction | 'abort' {
  if (known === undefined)
    return {
      transactionalId,
      producerId: freshId!,
      // Kafka first makes the id with no epoch, then raises it: so the id is its own predecessor.
      previousProducerId: freshId!,
      nextProducerId: NO_PRODUCER_ID,
      epoch: 0,
      lastEpoch: NO_EPOCH,
      timeoutMs,
      state: 'Empty',
      partitions: NO_PARTITIONS,
      startMs: -1,
      updateMs: now,
      clientVersion: 0,
    }
  if (expected !== undefined && !couldBe(known, expected)) throw fenced(known, expected)
  if (isEnding(known))
    throw new KafkaError('CONCURRENT_TRANSACTIONS', `The last transaction of "${transactionalId}" is still being ended`)
  if (known.state === 'Ongoing') return 'abort'
  const next: Transaction = {
    ...known,
    previousProducerId: known.producerId,
    timeoutMs,
    state: 'Empty',
    partitions: NO_PARTITIONS,
    startMs: -1,
    updateMs: now,
  }
  if (freshId !== undefined && needsProducerId(known, expected))
    return { ...next, producerId: freshId, epoch: 0, lastEpoch: expected === undefined ? NO_EPOCH : known.epoch }
  if (expected === undefined) return { ...next, epoch: known.epoch + 1, lastEpoch: NO_EPOCH }
  if (expected.epoch === known.epoch) return { ...next, epoch: known.epoch + 1, lastEpoch: known.epoch }
  // It has asked before, and did not hear the answer.
  if (expected.epoch === known.lastEpoch) return next
  throw fenced(known, expected)
}

const couldBe = ({ producerId, previousProducerId }: Transaction, expected: Expected) =>
  expected.producerId === producerId || (expected.producerId === previousProducerId && isExhausted(expected.epoch))

const fenced = ({ transactionalId, producerId, epoch }: Transaction, expected: Expected) =>
  new KafkaError(
    'PRODUCER_FENCED',
    `Producer ${expected.producerId} with epoch ${expected.epoch} says it is "${transactionalId}", which is ${producerId} with epoch ${epoch} by now`,
  )
