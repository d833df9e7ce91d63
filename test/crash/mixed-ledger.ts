/**
 * What the clients of a mixed load did and heard, and what of it a broker that came back must show.
 *
 * - plain: what was acknowledged is where it was said to be, and nothing is twice.
 * - moved: of a transaction all or nothing is seen; nothing of one that was aborted, ever.
 * - table: compacted. The last value of a key is the last that was acknowledged, or a later one.
 * - copy: once nothing is open, exactly what `plain` has below the copiers' committed offsets.
 * - commits: a group's offset is never behind what was acknowledged.
 */
import type { Offset } from '../../src/protocol/types.ts'

export const KINDS = ['plain', 'moved', 'table', 'copy'] as const
export type Kind = (typeof KINDS)[number]

export interface Write {
  kind: Kind
  partition: number
  key?: string
  /** Never the same twice; null removes `key`. */
  value: string | null
  offset?: number
}

export interface Txn {
  who: string
  writes: Write[]
  /** open: under way; info: it was asked to commit, and nobody knows. */
  outcome: 'open' | 'ok' | 'fail' | 'info'
}

/** One partition, as a reader finds it. */
export interface View {
  kind: Kind
  partition: number
  /** Read up to here: the last stable offset, when only committed records were asked for. */
  end: number
  records: { offset: Offset; key: string | null; value: string | null }[]
}

/** Keys of `table` that are written without transactions begin so. */
export const isPlainKey = (key: string) => key.startsWith('k')
const at = (kind: Kind, partition: number, offset: number) => `${kind}-${partition}@${offset}`

/** The history of a key of `table`, oldest first. */
interface KeyWrite {
  value: string | null
  txn?: Txn
  acknowledged: boolean
  offset?: number
}

export class Ledger {
  readonly sent = new Set<string>()
  readonly plain: Write[] = []
  readonly txns: Txn[] = []
  readonly keys = new Map<string, KeyWrite[]>()
  /** By group: what was acknowledged, and what was asked for. */
  readonly commits = new Map<string, { acknowledged: number; asked: number }>()
  /** By place: what somebody has read. */
  readonly seen = new Map<string, string | null>()
  readonly anomalies: string[] = []
  readonly errors: Record<string, number> = {}
  #values = 0

  value(prefix: string): string {
    const value = `${prefix}${++this.#values}`
    this.sent.add(value)
    return value
  }

  wrong(what: string): void {
    this.anomalies.push(what)
  }

  error(who: string, error: unknown): void {
    const name = `${who} ${error instanceof Error ? error.name : String(error)}`
    this.errors[name] = (this.errors[name] ?? 0) + 1
  }

  keyWrite(key: string, write: KeyWrite): KeyWrite {
    const history = this.keys.get(key)
    if (history) history.push(write)
    else this.keys.set(key, [write])
    return write
  }

  /** What a reader was given. */
  read(kind: Kind, partition: number, offset: number, value: string | null): void {
    const place = at(kind, partition, offset)
    const before = this.seen.get(place)
    if (before !== undefined && before !== value) this.wrong(`${place} was ${before}, and is ${value}`)
    this.seen.set(place, value)
  }

  /** What is acknowledged by now: whoever looks later must find at least this. */
  mark(): Mark {
    return {
      plain: [...this.plain],
      txns: this.txns.filter(({ outcome }) => outcome === 'ok'),
      keys: new Map(Array.from(this.keys, ([key, all]) => [key, all.findLastIndex(isDone)])),
      commits: new Map(Array.from(this.commits, ([group, { acknowledged }]) => [group, acknowledged])),
    }
  }
}

const isDone = ({ txn, acknowledged }: KeyWrite) => (txn ? txn.outcome === 'ok' : acknowledged)

export interface Mark {
  plain: readonly Write[]
  txns: readonly Txn[]
  /** Index of the last write that counts, -1 for none. */
  keys: ReadonlyMap<string, number>
  commits: ReadonlyMap<string, number>
}

/** Compare. @param settled nothing is open any more, and nobody writes */
export function check(ledger: Ledger, mark: Mark, views: readonly View[], settled: boolean): void {
  const viewOf = (kind: Kind, partition: number) => views.find(v => v.kind === kind && v.partition === partition)!
  const places = new Map<string, string | null>()
  const values = new Set<string>()
  for (const { kind, partition, records } of views) {
    let last = -1
    for (const { offset, value } of records) {
      const place = at(kind, partition, offset)
      if (offset <= last) ledger.wrong(`${place} comes after ${last}`)
      last = offset
      places.set(place, value)
      if (kind !== 'table') ledger.read(kind, partition, offset, value)
      if (value === null) continue
      if (!ledger.sent.has(value)) ledger.wrong(`${place} is ${value}, which nobody sent`)
      if (values.has(`${kind} ${value}`)) ledger.wrong(`${value} is twice in ${kind}, here ${place}`)
      values.add(`${kind} ${value}`)
    }
  }
  // What was copied in vain is copied again: such a value is its own only where it was said to be.
  const isVisible = ({ kind, partition, offset, value }: Write) =>
    offset === undefined
      ? kind !== 'copy' && values.has(`${kind} ${value}`)
      : places.get(at(kind, partition, offset)) === value
  for (const { kind, partition, offset, value } of mark.plain)
    if (places.get(at(kind, partition, offset!)) !== value)
      ledger.wrong(
        `${at(kind, partition, offset!)} was acknowledged as ${value}, and is ${places.get(at(kind, partition, offset!))}`,
      )
  for (const txn of mark.txns)
    for (const write of txn.writes)
      if (
        write.kind !== 'table' &&
        (settled || write.offset! < viewOf(write.kind, write.partition).end) &&
        !isVisible(write)
      )
        ledger.wrong(
          `${write.value} was committed by ${txn.who} at ${at(write.kind, write.partition, write.offset!)}, and is not there`,
        )
  for (const { outcome, who, writes } of ledger.txns) {
    const lasting = writes.filter(({ kind }) => kind !== 'table')
    const visible = lasting.filter(isVisible)
    if (outcome === 'fail' && writes.some(write => write.value !== null && isVisible(write)))
      ledger.wrong(`${who} aborted ${writes.filter(isVisible).map(({ value }) => value)}, which is there`)
    if (settled && visible.length > 0 && visible.length < lasting.length)
      ledger.wrong(
        `of ${lasting.map(({ value }) => value)}, one transaction of ${who}, only ${visible.map(({ value }) => value)} is there`,
      )
  }
  checkKeys(
    ledger,
    mark,
    views.filter(({ kind }) => kind === 'table'),
    settled,
  )
}

function checkKeys(ledger: Ledger, mark: Mark, tables: readonly View[], settled: boolean): void {
  const found = new Map<string, { value: string | null; offset: number }>()
  for (const { records } of tables) for (const { key, value, offset } of records) found.set(key!, { value, offset })
  for (const [key, index] of mark.keys) {
    if (index < 0) continue
    const history = ledger.keys.get(key)!
    const due = history[index]!
    const end = tables[partitionOf(key, tables.length)]!.end
    if (!settled && due.offset! >= end) continue
    // That one, or what came after it and may have been written.
    const fine = history.slice(index).filter(({ txn }) => txn?.outcome !== 'fail')
    const now = found.get(key)
    const is = now === undefined || now.value === null ? null : now.value
    if (!fine.some(({ value }) => value === is))
      ledger.wrong(
        `${key} is ${now ? `${now.value} at ${now.offset}` : 'gone'}, and was acknowledged as ${due.value} at ${due.offset}`,
      )
  }
}

/** Of a key, in a table of so many partitions. */
export const partitionOf = (key: string, partitions: number) => Number(key.replace(/\D/g, '')) % partitions
