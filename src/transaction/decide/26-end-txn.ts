/**
 * EndTxn: commit or abort, in two steps: what was decided is written (Prepare), every partition gets its marker, then the
 * transaction is over (Complete). From transaction.version 2 on the epoch rises with every end, so that a late record of an
 * ended transaction is recognized; a retry is told by the epoch before.
 * Source: KIP-98, KIP-890; Kafka 4.3 `TransactionCoordinator.endTransaction`, with its table of retries.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { ProducerId } from '../../protocol/types.ts'
import {
  bumped,
  EPOCH_PER_TRANSACTION,
  isExhausted,
  NO_EPOCH,
  NO_PARTITIONS,
  NO_PRODUCER_ID,
  type Transaction,
} from '../transaction.ts'
import type { Producer } from './24-add-partitions-to-txn.ts'

export interface EndRequest extends Producer {
  committed: boolean
  clientVersion: number
}

/** A producer id must be taken before `endTransaction` decides: this is the last epoch of the old one. */
export const needsNextProducerId = (known: Transaction | undefined, clientVersion: number): boolean =>
  clientVersion >= EPOCH_PER_TRANSACTION && known !== undefined && isExhausted(known.epoch)

/**
 * @returns the next state; undefined when it has ended that way already
 * @throws {KafkaError} INVALID_PRODUCER_ID_MAPPING, PRODUCER_FENCED, CONCURRENT_TRANSACTIONS, INVALID_TXN_STATE
 */
export function endTransaction(
  known: Transaction | undefined,
  request: EndRequest,
  now: number,
  nextId: ProducerId | undefined,
): Transaction | undefined {
  const { transactionalId, producerId, epoch, committed, clientVersion } = request
  if (known === undefined)
    throw new KafkaError('INVALID_PRODUCER_ID_MAPPING', `There is no transactional id "${transactionalId}"`)
  const ownEpochs = clientVersion >= EPOCH_PER_TRANSACTION
  const afterOverflow =
    ownEpochs &&
    known.previousProducerId === producerId &&
    known.producerId !== producerId &&
    isExhausted(epoch) &&
    known.epoch === 0
  if (known.producerId !== producerId && !afterOverflow)
    throw new KafkaError(
      'INVALID_PRODUCER_ID_MAPPING',
      `The producer of "${transactionalId}" is ${known.producerId}, not ${producerId}`,
    )
  const isRetry = ownEpochs && (afterOverflow || known.epoch === epoch + 1)
  if (!(ownEpochs ? epochFits(known, epoch, isRetry) : epoch === known.epoch))
    throw new KafkaError(
      'PRODUCER_FENCED',
      `The epoch of "${transactionalId}" is ${known.epoch}; the request has ${epoch}`,
    )
  const wrong = () =>
    new KafkaError(
      'INVALID_TXN_STATE',
      `"${transactionalId}" cannot be ${committed ? 'committed' : 'aborted'}: it is in state ${known.state}`,
    )
  switch (known.state) {
    case 'Ongoing':
      return prepared(known, committed, clientVersion, now, nextId)
    case 'PrepareCommit':
    case 'PrepareAbort':
      if (committed !== (known.state === 'PrepareCommit')) throw wrong()
      throw new KafkaError('CONCURRENT_TRANSACTIONS', `"${transactionalId}" is still being ended`)
    case 'CompleteCommit':
    case 'CompleteAbort':
      if (isRetry || !ownEpochs) {
        if (committed !== (known.state === 'CompleteCommit')) throw wrong()
        return undefined
      }
      break
  }
  // Nothing was added, so the producer cannot have written: but it wants an epoch of its own for what comes.
  if (committed || !ownEpochs) throw wrong()
  return prepared({ ...known, startMs: now }, false, clientVersion, now, nextId)
}

function epochFits({ state, epoch }: Transaction, given: number, isRetry: boolean): boolean {
  if (state === 'PrepareCommit' || state === 'PrepareAbort') return isRetry
  return given === epoch || (isRetry && (state === 'CompleteCommit' || state === 'CompleteAbort'))
}

/** Abort what a producer left open, and fence it. */
export const fencingAbort = (
  known: Transaction,
  serverVersion: number,
  now: number,
  nextId: ProducerId | undefined,
) => {
  if (serverVersion >= EPOCH_PER_TRANSACTION) return prepared(known, false, serverVersion, now, nextId)
  return prepared({ ...known, epoch: bumped(known.epoch), lastEpoch: NO_EPOCH }, false, 0, now, undefined)
}

function prepared(
  known: Transaction,
  committed: boolean,
  clientVersion: number,
  now: number,
  nextId: ProducerId | undefined,
): Transaction {
  const ownEpochs = clientVersion >= EPOCH_PER_TRANSACTION
  return {
    ...known,
    previousProducerId: known.producerId,
    nextProducerId: nextId ?? NO_PRODUCER_ID,
    epoch: ownEpochs ? bumped(known.epoch) : known.epoch,
    lastEpoch: ownEpochs ? known.epoch : known.lastEpoch,
    state: committed ? 'PrepareCommit' : 'PrepareAbort',
    updateMs: now,
    clientVersion,
  }
}

/** All markers are written. */
export function completed(known: Transaction, now: number): Transaction {
  const takesOver = known.clientVersion >= EPOCH_PER_TRANSACTION && known.nextProducerId !== NO_PRODUCER_ID
  return {
    ...known,
    previousProducerId: known.producerId,
    producerId: takesOver ? known.nextProducerId : known.producerId,
    nextProducerId: NO_PRODUCER_ID,
    epoch: takesOver ? 0 : known.epoch,
    state: known.state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort',
    partitions: NO_PARTITIONS,
    updateMs: now,
  }
}
