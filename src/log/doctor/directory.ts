/**
 * A data directory: whose it is, whether somebody has it, what is written down about its partitions, and each of them.
 * Nothing is changed. Source: what `claim.ts`, `dir-logs.ts` and `dir-checkpoints.ts` make of it.
 */
import path from 'node:path'
import type { Files } from '../../lib/files.ts'
import type { Offset } from '../../protocol/types.ts'
import { readCheckpoint } from '../checkpoints.ts'
import { readCleanShutdown } from '../clean-shutdown.ts'
import { DirectoryError, type MetaProperties, readMetaProperties } from '../meta-properties.ts'
import {
  CLEAN_SHUTDOWN,
  CLEANER_OFFSETS,
  HIGH_WATERMARKS,
  isDeletedDir,
  LOG_START_OFFSETS,
  META_PROPERTIES,
  parseFutureDir,
  parsePartitionDir,
  RECOVERY_POINTS,
} from '../paths.ts'
import { type Finding, message } from './finding.ts'
import { lockHolder } from './lock.ts'
import { examinePartition, type PartitionReport } from './partition.ts'
import { readOnlyFiles } from './read-only.ts'

export interface NamedPartition extends PartitionReport {
  topic: string
  partition: number
  dir: string
}

export interface DirectoryReport {
  path: string
  meta: MetaProperties | undefined
  clean: boolean
  partitions: NamedPartition[]
  findings: Finding[]
}

export function examineDirectory(dir: string, files: Files = readOnlyFiles): DirectoryReport {
  const report: DirectoryReport = { path: dir, meta: undefined, clean: false, partitions: [], findings: [] }
  const { findings } = report
  const stat = files.stat(dir)
  if (stat?.isDirectory === false) {
    findings.push({
      path: dir,
      problem: 'it is a file, no directory',
      verdict: 'refused',
      start: 'a directory is meant',
    })
    return report
  }
  if (stat === undefined) {
    findings.push({ path: dir, problem: 'there is no such directory', verdict: 'repaired', start: 'makes it, empty' })
    return report
  }
  const holder = lockHolder(dir)
  if (holder !== undefined)
    findings.push({
      path: dir,
      problem: `process ${holder} has it open: what is said here of files that it writes may be out of date`,
      verdict: 'refused',
      start: 'refuses, while that one runs',
    })
  report.meta = examineMeta(files, dir, findings)
  const stop = attempt(findings, path.join(dir, CLEAN_SHUTDOWN), () => readCleanShutdown(files, dir))
  report.clean = stop !== undefined
  const names = files.list(dir)
  if (!report.clean && holder === undefined && names.some(name => parsePartitionDir(name)))
    findings.push({
      path: path.join(dir, CLEAN_SHUTDOWN),
      problem: 'the last stop was not a clean one',
      verdict: 'noted',
      start: 'checks what lies behind the recovery points',
    })
  const recoveryPoints = examineCheckpoint(files, dir, RECOVERY_POINTS, findings)
  const logStarts = examineCheckpoint(files, dir, LOG_START_OFFSETS, findings)
  for (const name of [HIGH_WATERMARKS, CLEANER_OFFSETS]) examineCheckpoint(files, dir, name, findings)
  for (const name of names) {
    const where = path.join(dir, name)
    if (files.stat(where)?.isDirectory !== true) continue
    const note = (problem: string, start: string) => findings.push({ path: where, problem, verdict: 'noted', start })
    if (isDeletedDir(name)) note('a partition that was deleted', 'deletes it')
    else if (name.endsWith('-stray')) note('a partition of a topic that there was not', 'leaves it to you')
    else if (parseFutureDir(name)) note('a partition on its way to this directory', 'goes on copying, or begins again')
    else {
      const of = parsePartitionDir(name)
      if (!of) continue
      const partition = attempt(findings, where, () =>
        examinePartition({
          files,
          dir: where,
          clean: report.clean,
          recoveryPoint: recoveryPoints.get(name) ?? 0,
          logStartOffset: logStarts.get(name),
        }),
      )
      if (!partition) continue
      findings.push(...partition.findings)
      report.partitions.push({ ...of, dir: where, ...partition })
    }
  }
  return report
}

function examineMeta(files: Files, dir: string, findings: Finding[]): MetaProperties | undefined {
  const file = path.join(dir, META_PROPERTIES)
  try {
    const meta = readMetaProperties(files, dir)
    if (meta) return meta
    const inhabited = files
      .list(dir)
      .some(name => parsePartitionDir(name) && files.stat(path.join(dir, name))?.isDirectory)
    findings.push(
      inhabited
        ? {
            path: file,
            problem: 'it is missing, and there are partitions',
            verdict: 'refused',
            start: 'refuses, or goes on without the directory where there are others',
          }
        : { path: file, problem: 'the directory is not formatted', verdict: 'noted', start: 'formats it' },
    )
  } catch (error) {
    const problem = error instanceof DirectoryError ? error.message.replace(`${file} has `, 'it has ') : message(error)
    findings.push({
      path: file,
      problem,
      verdict: 'refused',
      start: 'refuses, or goes on without the directory where there are others',
    })
  }
  return undefined
}

function examineCheckpoint(files: Files, dir: string, name: string, findings: Finding[]): Map<string, Offset> {
  const file = path.join(dir, name)
  const rows = attempt(findings, file, () => readCheckpoint(files, dir, name)) ?? new Map<string, Offset>()
  const text = files.exists(file) ? files.readAll(file).toString() : ''
  if (rows.size === 0 && text !== '' && !/^0\n0\n$/.test(text))
    findings.push({
      path: file,
      problem: 'it is no list of offsets',
      verdict: 'repaired',
      start: 'does without it, and looks at more of the logs',
    })
  for (const row of rows.keys())
    if (!files.exists(path.join(dir, row)) && !files.list(dir).some(each => each.startsWith(`${row}.`)))
      findings.push({
        path: file,
        problem: `it has a row of ${row}, which is not there`,
        verdict: 'noted',
        start: 'forgets it',
      })
  return rows
}

/** A file that cannot be read is a finding, and the rest is looked at. */
function attempt<T>(findings: Finding[], file: string, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    findings.push({ path: file, problem: message(error), verdict: 'offline', start: 'cannot read it either' })
    return undefined
  }
}
