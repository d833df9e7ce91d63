/**
 * When a source task ends its transaction: after each poll, after an interval, or where the connector says (transaction.boundary).
 * Source: KIP-618; Kafka 4.3 `ExactlyOnceWorkerSourceTask.TransactionBoundaryManager`, `WorkerTransactionContext`.
 */
import type { Clock } from '../../lib/clock.ts'
import { ConnectError } from '../errors.ts'
import type { SourceRecord, TransactionContext } from '../plugin.ts'

/** What is to be done with the transaction as it is; abort: what was written is dropped, and offsets are committed all the same. */
export type Ending = 'commit' | 'abort' | undefined

export interface TransactionBoundary {
  /** For the connector; undefined: it has no say. */
  readonly context: TransactionContext | undefined
  start(): void
  afterRecord(record: SourceRecord): Ending
  afterBatch(): Ending
  /** The task stops, or pauses. */
  atEnd(): Ending
}

const after = (ending: Ending): TransactionBoundary => ({
  context: undefined,
  start: () => {},
  afterRecord: () => undefined,
  afterBatch: () => ending,
  atEnd: () => ending,
})

export const pollBoundary = (): TransactionBoundary => after('commit')

export function intervalBoundary(intervalMs: number, clock: Clock): TransactionBoundary {
  let last = clock.monotonic()
  return {
    ...after('commit'),
    start() {
      last = clock.monotonic()
    },
    afterBatch() {
      const now = clock.monotonic()
      if (now < last + intervalMs) return undefined
      last = now
      return 'commit'
    },
  }
}

/** The connector asks for it, for a record or for all that it has polled so far. */
export function connectorBoundary(): TransactionBoundary {
  const wanted = { commit: new Set<SourceRecord>(), abort: new Set<SourceRecord>() }
  const batch = { commit: false, abort: false }
  const ask = (ending: 'commit' | 'abort') => (record?: SourceRecord) => {
    if (record) wanted[ending].add(record)
    else batch[ending] = true
  }
  const ofBatch = (): Ending => {
    const { commit, abort } = batch
    batch.commit = batch.abort = false
    if (commit && abort) throw new ConnectError('Connector requested both commit and abort of same transaction')
    return abort ? 'abort' : commit ? 'commit' : undefined
  }
  return {
    context: { commitTransaction: ask('commit'), abortTransaction: ask('abort') },
    start: () => {},
    afterRecord(record) {
      const [commit, abort] = [wanted.commit.delete(record), wanted.abort.delete(record)]
      if (commit && abort)
        throw new ConnectError(
          `Connector requested both commit and abort of same record against topic/partition ${record.topic}/${record.partition ?? null}`,
        )
      return abort ? 'abort' : commit ? 'commit' : undefined
    },
    afterBatch: ofBatch,
    atEnd: ofBatch,
  }
}
