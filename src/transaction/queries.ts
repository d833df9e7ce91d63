/** What transactions.db is asked. */
import type { View } from '../view/view.ts'
import { NO_EPOCH, states, type Transaction } from './transaction.ts'

interface Row {
  transactional_id: string
  producer_id: number
  previous_producer_id: number
  next_producer_id: number
  epoch: number
  timeout_ms: number
  state: number
  partitions: string
  start_ms: number
  update_ms: number
  client_version: number
}

const fromRow = (row: Row): Transaction => ({
  transactionalId: row.transactional_id,
  producerId: row.producer_id,
  previousProducerId: row.previous_producer_id,
  nextProducerId: row.next_producer_id,
  epoch: row.epoch,
  lastEpoch: NO_EPOCH,
  timeoutMs: row.timeout_ms,
  state: states[row.state]!,
  partitions: new Map(
    (JSON.parse(row.partitions) as [string, number[]][]).map(([topic, indexes]) => [topic, new Set(indexes)]),
  ),
  startMs: row.start_ms,
  updateMs: row.update_ms,
  clientVersion: row.client_version,
})

const COLUMNS = 'SELECT * FROM txn'

export function transaction(view: View, transactionalId: string): Transaction | undefined {
  const row = view.sql<Row>(`${COLUMNS} WHERE transactional_id = ?`).get(transactionalId)
  return row && fromRow(row)
}

/** All of them, in the order of their ids. */
export const transactions = (view: View): Transaction[] =>
  view.sql<Row>(`${COLUMNS} ORDER BY transactional_id`).all().map(fromRow)

/** Their markers may be missing: the coordinator stopped before the end was written everywhere. */
export const ending = (view: View, source: string): Transaction[] =>
  view.sql<Row>(`${COLUMNS} WHERE state IN (2, 3) AND source = ?`).all(source).map(fromRow)

/** Open for longer than their producer wanted. */
export const timedOut = (view: View, now: number): Transaction[] =>
  view.sql<Row>(`${COLUMNS} WHERE state = 1 AND start_ms + timeout_ms < ?`).all(now).map(fromRow)

/** Nothing has happened to them since `before`, and nothing is open. */
export const silent = (view: View, before: number, limit: number): string[] =>
  view
    .sql<{ transactional_id: string }>(
      'SELECT transactional_id FROM txn WHERE update_ms <= ? AND state NOT IN (1, 2, 3) LIMIT ?',
    )
    .all(before, limit)
    .map(({ transactional_id }) => transactional_id)
