/**
 * What lies in a data directory of the cluster's metadata, beside the log itself: snapshots, who was elected, what a cluster
 * begins with, and the view. Source: what `controller.ts`, `snapshots.ts` and `quorum-state.ts` make of it.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import type { Uuid } from '../lib/uuid.ts'
import type { DirectoryReport } from '../log/doctor/directory.ts'
import { type Finding, message } from '../log/doctor/finding.ts'
import { examineView, type ViewCase } from '../view/examine.ts'
import { BOOTSTRAP_FILE, parseCheckpointName, readCheckpoint } from './checkpoint.ts'
import { SCHEMA_VERSION } from './schema.ts'
import { METADATA_TOPIC } from './seam.ts'

export interface MetadataReport {
  findings: Finding[]
  /** Ids by topic, as the view knows them; undefined when it cannot be read. */
  topics: ReadonlyMap<string, Uuid> | undefined
}

export function examineMetadata(files: Files, report: DirectoryReport): MetadataReport {
  const log = report.partitions.find(({ topic }) => topic === METADATA_TOPIC)
  const findings: Finding[] = []
  const bootstrap = path.join(report.path, BOOTSTRAP_FILE)
  if (files.exists(bootstrap))
    findings.push(...snapshotFindings(files, bootstrap, 'does without it: the log has what it says'))
  if (!log) return { findings, topics: undefined }
  for (const name of files.list(log.dir)) {
    const id = parseCheckpointName(name)
    if (!id?.finished) continue
    const isBeyond = id.offset > log.endOffset
    findings.push(...snapshotFindings(files, path.join(log.dir, name), 'takes an older one, or the whole log'))
    if (isBeyond)
      findings.push({
        path: path.join(log.dir, name),
        problem: `it stands for offsets up to ${id.offset}, and the log ends at ${log.endOffset}: records are missing`,
        verdict: 'refused',
        start: 'refuses, unless the view has them',
      })
  }
  findings.push(...quorumFindings(files, path.join(log.dir, 'quorum-state')))
  const view = examineView({
    file: path.join(report.path, 'metadata.db'),
    version: SCHEMA_VERSION,
    logOf: logsOf([report]),
  })
  findings.push(...view.findings)
  const rows = view.db?.prepare('SELECT name, topic_id FROM topic').all() as
    | { name: string; topic_id: Uuid }[]
    | undefined
  return { findings, topics: rows && new Map(rows.map(({ name, topic_id }) => [name, topic_id])) }
}

/** Logs by name, for views that fold them. */
export const logsOf =
  (reports: readonly DirectoryReport[]): ViewCase['logOf'] =>
  source => {
    const log = reports
      .flatMap(({ partitions }) => partitions)
      .find(each => `${each.topic}-${each.partition}` === source)
    if (!log) return undefined
    const epochAt = (offset: number) => log.epochs.findLast(({ startOffset }) => startOffset <= offset)?.epoch ?? -1
    return { ...log, epochAt }
  }

function snapshotFindings(files: Files, file: string, start: string): Finding[] {
  try {
    readCheckpoint(files, file)
    return []
  } catch (error) {
    return [{ path: file, problem: message(error).replace(`${file} at`, 'at'), verdict: 'repaired', start }]
  }
}

function quorumFindings(files: Files, file: string): Finding[] {
  const wrong = (problem: string): Finding[] => [
    { path: file, problem, verdict: 'repaired', start: 'takes the epoch of the log, and writes it again' },
  ]
  if (!files.exists(file)) return wrong('it is missing')
  try {
    const { leaderEpoch } = JSON.parse(files.readAll(file).toString()) as { leaderEpoch?: unknown }
    return Number.isSafeInteger(leaderEpoch) ? [] : wrong('it has no leaderEpoch')
  } catch (error) {
    return wrong(message(error))
  }
}
