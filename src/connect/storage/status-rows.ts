/**
 * Statuses as rows of a view: maps answer, and what was set since the last `save` is written there.
 */
import type { View } from '../../view/view.ts'
import type { Status, TaskId } from '../runtime/states.ts'
import { StatusTable, type TopicStatus } from '../runtime/status-store.ts'
import type { Projection } from '../view/topic-view.ts'
import type { LogRecord } from './topic-log.ts'

const COLUMNS = `
  state      TEXT NOT NULL,
  trace      TEXT,
  worker_id  TEXT NOT NULL,
  generation INTEGER NOT NULL,
  version    TEXT`

const SCHEMA = `
CREATE TABLE connector_status (
  connector  TEXT PRIMARY KEY,${COLUMNS}
) STRICT, WITHOUT ROWID;

CREATE TABLE task_status (
  connector  TEXT NOT NULL,
  task       INTEGER NOT NULL,${COLUMNS},
  PRIMARY KEY (connector, task)
) STRICT, WITHOUT ROWID;

CREATE TABLE active_topic (
  connector     TEXT NOT NULL,
  topic         TEXT NOT NULL,
  task          INTEGER NOT NULL,
  discovered_at INTEGER NOT NULL,
  PRIMARY KEY (connector, topic)
) STRICT, WITHOUT ROWID;`

interface StatusRow {
  connector: string
  state: Status['state']
  trace: string | null
  worker_id: string
  generation: number
  version: string | null
}

const statusOf = ({ state, trace, worker_id: workerId, generation, version }: StatusRow): Status => ({
  state,
  trace,
  workerId,
  generation,
  version,
})
const valuesOf = ({ state, trace, workerId, generation, version }: Status) => [
  state,
  trace,
  workerId,
  generation,
  version,
]

export abstract class StatusRows extends StatusTable implements Projection {
  readonly schema = SCHEMA
  readonly version = 1
  readonly isRowsOnly = false
  /** By what they write. */
  readonly #changed = new Map<string, (view: View) => void>()

  abstract apply(record: LogRecord): void

  load(view: View): void {
    for (const row of view.sql<StatusRow>('SELECT * FROM connector_status').all())
      super.setConnector(row.connector, statusOf(row))
    for (const row of view.sql<StatusRow & { task: number }>('SELECT * FROM task_status').all())
      super.setTask(row, statusOf(row))
    for (const { discovered_at: discoveredAt, ...row } of view
      .sql<Omit<TopicStatus, 'discoveredAt'> & { discovered_at: number }>('SELECT * FROM active_topic')
      .all())
      super.setTopic(row.connector, row.topic, { ...row, discoveredAt })
  }

  save(view: View): void {
    for (const write of this.#changed.values()) write(view)
    this.#changed.clear()
  }

  override setConnector(connector: string, status: Status | undefined): void {
    super.setConnector(connector, status)
    const now = this.connector(connector)
    this.#changed.set(`connector ${connector}`, view => {
      view.run('DELETE FROM connector_status WHERE connector = ?', connector)
      if (now) view.run('INSERT INTO connector_status VALUES (?, ?, ?, ?, ?, ?)', connector, ...valuesOf(now))
    })
  }

  override setTask(id: TaskId, status: Status | undefined): void {
    super.setTask(id, status)
    const now = this.task(id)
    const { connector, task } = id
    this.#changed.set(`task ${task} ${connector}`, view => {
      view.run('DELETE FROM task_status WHERE connector = ? AND task = ?', connector, task)
      if (now) view.run('INSERT INTO task_status VALUES (?, ?, ?, ?, ?, ?, ?)', connector, task, ...valuesOf(now))
    })
  }

  override setTopic(connector: string, topic: string, status: TopicStatus | undefined): void {
    super.setTopic(connector, topic, status)
    this.#changed.set(`topic ${topic} ${connector}`, view => {
      view.run('DELETE FROM active_topic WHERE connector = ? AND topic = ?', connector, topic)
      if (status)
        view.run('INSERT INTO active_topic VALUES (?, ?, ?, ?)', connector, topic, status.task, status.discoveredAt)
    })
  }
}
