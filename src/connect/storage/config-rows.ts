/**
 * The table of the config topic as rows of a view: the table answers, and what was said of a connector since the last `save` is
 * written there. Rounds of task settings are kept as they were folded: a log that was compacted says less of them.
 */
import type { View } from '../../view/view.ts'
import type { SessionKey } from '../runtime/config-state.ts'
import type { TargetState } from '../runtime/states.ts'
import type { Projection } from '../view/topic-view.ts'
import type { ConfigTable, Entry, Round } from './config-table.ts'
import type { LogRecord } from './topic-log.ts'

const SCHEMA = `
-- Connectors, and what is remembered of those that were deleted. JSON: config, round, session_key.
CREATE TABLE connector (
  name            TEXT PRIMARY KEY,
  config          TEXT,
  target          TEXT,
  round           TEXT,
  task_count      INTEGER,
  generation      INTEGER,
  pending_fencing INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: where the next record is.
CREATE TABLE config_end (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  next_offset INTEGER NOT NULL,
  session_key TEXT
) STRICT;`

interface Row {
  name: string
  config: string | null
  target: string | null
  round: string | null
  task_count: number | null
  generation: number | null
  pending_fencing: number
}

export class ConfigRows implements Projection {
  readonly schema = SCHEMA
  readonly version = 1
  readonly isRowsOnly = false
  readonly #table: ConfigTable
  readonly #changed = new Set<string>()

  constructor(table: ConfigTable) {
    this.#table = table
  }

  load(view: View): void {
    const end = view.sql<{ next_offset: number; session_key: string | null }>('SELECT * FROM config_end').get()
    if (!end) return
    const rows = view.sql<Row>('SELECT * FROM connector').all()
    this.#table.restore(
      new Map(rows.map(row => [row.name, entryOf(row)])),
      end.next_offset,
      end.session_key === null ? undefined : keyOf(end.session_key),
    )
  }

  apply({ key, value, offset }: LogRecord): void {
    const name = this.#table.apply(key?.toString() ?? '', value, offset)
    if (name !== undefined) this.#changed.add(name)
  }

  save(view: View): void {
    for (const name of this.#changed) {
      view.run('DELETE FROM connector WHERE name = ?', name)
      const entry = this.#table.entry(name)
      if (entry) view.run('INSERT INTO connector VALUES (?, ?, ?, ?, ?, ?, ?)', name, ...valuesOf(entry))
    }
    this.#changed.clear()
    const { sessionKey, offset } = this.#table
    const text = sessionKey ? JSON.stringify({ ...sessionKey, key: sessionKey.key.toString('base64') }) : null
    if (offset >= 0) view.run('INSERT OR REPLACE INTO config_end VALUES (1, ?, ?)', offset, text)
  }
}

const valuesOf = ({ config, target, round, taskCount, generation, pendingFencing }: Entry) => [
  config ? JSON.stringify(config) : null,
  target ?? null,
  round ? JSON.stringify({ ...round, deferred: [...round.deferred], tasks: [...round.tasks] }) : null,
  taskCount ?? null,
  generation ?? null,
  pendingFencing ? 1 : 0,
]

const entryOf = ({
  config,
  target,
  round,
  task_count: taskCount,
  generation,
  pending_fencing: pending,
}: Row): Entry => ({
  config: config === null ? undefined : JSON.parse(config),
  target: (target as TargetState | null) ?? undefined,
  round: round === null ? undefined : roundOf(JSON.parse(round)),
  taskCount: taskCount ?? undefined,
  generation: generation ?? undefined,
  pendingFencing: pending === 1,
})

type PlainRound = Omit<Round, 'deferred' | 'tasks'> & Record<'deferred' | 'tasks', [number, Record<string, string>][]>

const roundOf = ({ deferred, tasks, appliedConfig, ...round }: PlainRound): Round => ({
  ...round,
  appliedConfig,
  deferred: new Map(deferred),
  tasks: new Map(tasks),
})

function keyOf(text: string): SessionKey {
  const { key, ...rest } = JSON.parse(text)
  return { ...rest, key: Buffer.from(key, 'base64') }
}
