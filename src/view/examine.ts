/**
 * A view's file, looked at without opening it: SQLite would make files beside it. What it says is read from a copy in memory.
 * Nothing in it is lost when it is: a start makes it again from the log.
 */
import fs from 'node:fs'
import Database from 'better-sqlite3'
import { type Finding, message } from '../log/doctor/finding.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'
import { isAsClosed } from './sum.ts'

export interface ViewCase {
  file: string
  version: number
  /** The log of that name, as it is on the disk; undefined: there is none. */
  logOf: (
    source: string,
  ) => { logStartOffset: Offset; endOffset: Offset; epochAt: (offset: Offset) => LeaderEpoch } | undefined
}

/** Of a database that is being written: the file may lack what its -wal has. */
const FORMAT_AT = 18
const ROLLBACK_JOURNAL = 1

export function examineView({ file, version, logOf }: ViewCase): {
  findings: Finding[]
  db: Database.Database | undefined
} {
  if (!fs.existsSync(file)) return { findings: [], db: undefined }
  // What was written last may be there, and the file alone says little.
  if (fs.existsSync(`${file}-wal`)) {
    const start = 'takes what it has when it is whole, and makes it again from the log otherwise'
    return {
      findings: [{ path: `${file}-wal`, problem: 'the view was not closed', verdict: 'noted', start }],
      db: undefined,
    }
  }
  const start = 'throws it away, and makes it again from the log'
  const wrong = (problem: string): Finding => ({ path: file, problem, verdict: 'repaired', start })
  if (!isAsClosed(file)) return { findings: [wrong('it is not what was closed: its checksum differs')], db: undefined }
  let db: Database.Database
  try {
    db = openCopy(file)
    const sound = db.pragma('quick_check(1)', { simple: true })
    if (sound !== 'ok') return { findings: [wrong(String(sound))], db: undefined }
  } catch (error) {
    return { findings: [wrong(message(error))], db: undefined }
  }
  const known = Number(db.pragma('user_version', { simple: true }))
  if (known !== version)
    return { findings: [wrong(`its schema is version ${known}, and this is version ${version}`)], db: undefined }
  const findings: Finding[] = []
  const rows = db.prepare('SELECT source, next_offset, epoch FROM applied').all() as {
    source: string
    next_offset: number
    epoch: number
  }[]
  for (const { source, next_offset: next, epoch } of rows) {
    const log = logOf(source)
    if (!log) findings.push(wrong(`it has folded ${source}, which is not there`))
    else if (next > log.endOffset)
      findings.push(wrong(`it has folded ${source} up to ${next}, which ends at ${log.endOffset}`))
    else if (next > log.logStartOffset && log.epochAt(next - 1) !== epoch)
      findings.push(
        wrong(`it has folded ${source} with epoch ${epoch} before ${next}, where the log has ${log.epochAt(next - 1)}`),
      )
    else if (next < log.endOffset)
      findings.push({
        path: file,
        problem: `it is behind: ${source} is folded up to ${next} of ${log.endOffset}`,
        verdict: 'noted',
        start: `folds ${log.endOffset - next} more`,
      })
  }
  return { findings, db }
}

function openCopy(file: string): Database.Database {
  const bytes = fs.readFileSync(file)
  // In memory there is no write-ahead log.
  if (bytes.length > FORMAT_AT + 1) bytes.fill(ROLLBACK_JOURNAL, FORMAT_AT, FORMAT_AT + 2)
  return new Database(bytes)
}
