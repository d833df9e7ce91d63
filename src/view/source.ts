/** A log of records, as far as a view needs one. `PartitionLog` is one; so is an array in a test. */
import type { BatchHeader } from '../protocol/batch.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'

export interface RecordSource {
  /** `topic-partition`: the name of its row in `applied`. */
  readonly name: string
  readonly logStartOffset: Offset
  /** One past the last committed record. */
  readonly writtenOffset: Offset
  /** Leader epoch of the batch at `offset`; -1 when the log does not know. */
  epochAt(offset: Offset): LeaderEpoch
  /** Whole batches, from the one that holds `offset` on. */
  batchesFrom(offset: Offset): Iterable<{ header: BatchHeader; bytes: Buffer }>
}
