/**
 * A compacted topic of the worker's, folded into a SQLite file, so that a start reads on where the last one was. The five laws of
 * src/view hold: rows and positions are one transaction, and a file that does not fit its topic is thrown away.
 *
 * It fits when it was folded from this topic of this cluster (by id), read the same way, up to an offset that the log has with that
 * epoch; and when it is young: a tombstone that the cleaner took before we saw it would leave its row behind for good.
 */
import fs from 'node:fs'
import type { Cluster } from '../../client/cluster.ts'
import { listOffsets, offsetSpecs } from '../../client/list-offsets.ts'
import { keyOf, type TopicPartition } from '../../client/offsets.ts'
import { View } from '../../view/view.ts'
import type { Log } from '../plugin.ts'
import type { LogRecord } from '../storage/topic-log.ts'
import { epochEnds } from './epochs.ts'

/** What records are folded into. */
export interface Projection {
  readonly schema: string
  /** Any change of the schema, or of what is made of a record, is a new version. */
  readonly version: number
  /** Rows are all there is: when they are lost, the topic is read again. Otherwise memory has it all, and rows are for the next start. */
  readonly isRowsOnly: boolean
  /** Begin with what the rows say. */
  load(view: View): void
  /** It does not throw: what cannot be read is said in the log, and passed over. */
  apply(record: LogRecord): void
  /** The rows of what was applied since. */
  save(view: View): void
}

export interface Identity {
  readonly clusterId: string
  readonly topicId: string
  readonly readCommitted: boolean
  /** delete.retention.ms of the topic; 0: unknown. */
  readonly deleteRetentionMs: number
}

const FOLDED = `
-- One row: what was folded, and when its end was last seen, in milliseconds since 1970.
CREATE TABLE folded (
  source       TEXT NOT NULL,
  caught_up_at INTEGER NOT NULL
) STRICT;`

/** Secrets may be in connectors' settings. What SQLite makes beside the file later has the mode of the file. */
function keepPrivate(file: string): void {
  for (const each of [file, `${file}-wal`, `${file}-shm`]) if (fs.existsSync(each)) fs.chmodSync(each, 0o600)
}

/** SQLite's name for a database without a file. */
const IN_MEMORY = ':memory:'
/** Clocks may differ, and a start takes its time. */
const YOUNG = 0.5

export class TopicView {
  readonly #file: string
  readonly #projection: Projection
  readonly #log: Log
  #view: View
  /** The topic must be read from its beginning. */
  #isLost = false

  constructor(file: string | undefined, projection: Projection, log: Log) {
    this.#file = file ?? IN_MEMORY
    this.#projection = projection
    this.#log = log
    const there = fs.existsSync(this.#file)
    this.#view = this.#open()
    if (there && this.#isEmpty)
      log.warn(`The view ${this.#file} is of another version, or damaged: it is made anew from the topic`)
  }

  #open(file = this.#file): View {
    const { schema, version } = this.#projection
    const view = View.open({ file, schema: `${FOLDED}\n${schema}`, version })
    if (file !== IN_MEMORY) keepPrivate(file)
    return view
  }

  get #isEmpty(): boolean {
    return this.#view.sql('SELECT 1 FROM folded').get() === undefined
  }

  get view(): View {
    return this.#view
  }

  get isLost(): boolean {
    return this.#isLost
  }

  /** Keep what fits, and fill the projection. */
  async begin(cluster: Cluster, partitions: readonly TopicPartition[], identity: Identity, now: number): Promise<void> {
    const { clusterId, topicId, readCommitted } = identity
    const source = `${clusterId} ${topicId} ${readCommitted ? 'read_committed' : 'read_uncommitted'}`
    if (!this.#isEmpty) {
      const why = this.#whyOld(source, identity, now) ?? (await this.#whyCut(cluster, partitions))
      if (why !== undefined) {
        this.#log.info(`The view ${this.#file} is made anew from the topic: ${why}`)
        this.#view.close()
        View.discard(this.#file)
        this.#view = this.#open()
      }
    }
    if (this.#isEmpty) this.#view.run('INSERT INTO folded VALUES (?, ?)', source, 0)
    this.#projection.load(this.#view)
  }

  #whyOld(source: string, { deleteRetentionMs }: Identity, now: number): string | undefined {
    const folded = this.#view.sql<{ source: string; caught_up_at: number }>('SELECT * FROM folded').get()!
    if (folded.source !== source) return `it is of ${folded.source}, and this is ${source}`
    const ageMs = now - folded.caught_up_at
    if (ageMs < 0 || ageMs > deleteRetentionMs * YOUNG)
      return `it has not followed the topic for ${ageMs} ms, and what was deleted is remembered for ${deleteRetentionMs}`
    return undefined
  }

  async #whyCut(cluster: Cluster, partitions: readonly TopicPartition[]): Promise<string | undefined> {
    const at = partitions.flatMap(each => {
      const position = this.position(each)
      return position ? [{ ...each, ...position }] : []
    })
    const edges = async (timestamp: number) =>
      (
        await listOffsets(
          cluster,
          at.map(each => ({ topic: each.topic, partition: each.partition, timestamp })),
        )
      ).map(({ error, offset }) => {
        if (error) throw error
        return offset
      })
    const [starts, ends, epochs] = await Promise.all([
      edges(offsetSpecs.earliest),
      edges(offsetSpecs.latest),
      epochEnds(
        cluster,
        at.filter(({ epoch }) => epoch >= 0),
      ),
    ])
    for (const [i, { nextOffset, epoch, ...partition }] of at.entries()) {
      const name = keyOf(partition)
      if (nextOffset < starts[i]! || nextOffset > ends[i]!)
        return `it stands at ${nextOffset} of ${name}, which has ${starts[i]} to ${ends[i]}`
      const end = epochs.get(name)
      if (end && (end.epoch !== epoch || end.offset < nextOffset))
        return `it stands at ${nextOffset} of ${name} with epoch ${epoch}, which the log has up to ${end.offset} with ${end.epoch}`
    }
    return undefined
  }

  position(at: TopicPartition): { nextOffset: number; epoch: number } | undefined {
    return this.#view.position(keyOf(at))
  }

  /** Records, and where that leaves the reader. */
  fold(
    records: readonly LogRecord[],
    positions: readonly (TopicPartition & { offset: number; leaderEpoch: number })[],
  ): void {
    for (const record of records) this.#projection.apply(record)
    this.#inOne(view => {
      this.#projection.save(view)
      for (const { offset, leaderEpoch, ...at } of positions) {
        const before = this.position(at)
        if (before?.nextOffset === offset) continue
        // The log was cut, or deleted and made again: what was folded may be of records that are no more.
        if (before && before.nextOffset > offset)
          throw new Error(`${keyOf(at)} went back from ${before.nextOffset} to ${offset}`)
        view.setPosition(keyOf(at), offset, leaderEpoch)
      }
    })
  }

  /** All that was there at that time was folded. */
  caughtUp(at: number): void {
    if (!this.#isLost) this.#inOne(view => view.run('UPDATE folded SET caught_up_at = ?', at))
  }

  #inOne(write: (view: View) => void): void {
    try {
      this.#view.begin()
      write(this.#view)
      this.#view.commit()
    } catch (error) {
      this.lose(error as Error)
    }
  }

  /** The file is of no use any more, until the next start: go on without. */
  lose(error: Error): void {
    this.#log.error(
      `The view ${this.#file} cannot be kept, and is thrown away: ${error.message}. The worker goes on without; the next start makes it anew`,
    )
    this.#close()
    View.discard(this.#file)
    this.#view = this.#open(IN_MEMORY)
    this.#view.run('INSERT INTO folded VALUES (?, ?)', '', 0)
    if (!this.#projection.isRowsOnly) return
    this.#isLost = true
    this.#projection.load(this.#view)
  }

  /** The reader is at the beginning again. */
  found(): void {
    this.#isLost = false
  }

  #close(): void {
    try {
      this.#view.rollback()
      this.#view.close()
    } catch (error) {
      this.#log.warn(`The view ${this.#file} could not be closed: ${(error as Error).message}`)
    }
  }

  close(): void {
    this.#close()
  }
}
