/**
 * A partition's directory: what lies in it, whether its segments fit together, and what is written down beside them.
 * Source: what `load.ts` and `recover.ts` make of it.
 */
import path from 'node:path'
import type { Files } from '../../lib/files.ts'
import { type Uuid, uuidToBytes } from '../../lib/uuid.ts'
import type { Offset } from '../../protocol/types.ts'
import { type EpochEntry, Epochs } from '../epochs.ts'
import { topicIdIn } from '../partition-metadata.ts'
import {
  CLEANED,
  DELETED,
  LEADER_EPOCHS,
  PARTITION_METADATA,
  parseSegmentFile,
  SWAP,
  segmentFile,
  TEMPORARY,
} from '../paths.ts'
import { decodeSnapshot } from '../producer-snapshot.ts'
import { type Finding, message } from './finding.ts'
import { examineSegment } from './segment.ts'

export interface PartitionCase {
  files: Files
  dir: string
  clean: boolean
  recoveryPoint: Offset
  logStartOffset: Offset | undefined
}

export interface PartitionReport {
  findings: Finding[]
  topicId: Uuid | undefined
  segments: number
  batches: number
  logStartOffset: Offset
  endOffset: Offset
  epochs: readonly EpochEntry[]
}

const leftovers: readonly [suffix: string, problem: string, start: string][] = [
  [DELETED, 'it waits to be deleted', 'deletes it'],
  [CLEANED, 'a cleaning did not come to its end', 'deletes it: the segments that it was made from are there'],
  [SWAP, 'a cleaning came to its end, and its segments have not taken their place', 'puts them there'],
  [TEMPORARY, 'a small file was being written', 'deletes it'],
]

export function examinePartition(o: PartitionCase): PartitionReport {
  const { files, dir } = o
  const findings: Finding[] = []
  const names = files.list(dir)
  for (const [suffix, problem, start] of leftovers)
    for (const name of names)
      if (name.endsWith(suffix)) findings.push({ path: path.join(dir, name), problem, verdict: 'repaired', start })
  const bases = names.flatMap(name => {
    const file = parseSegmentFile(name)
    return file?.kind === 'log' ? file.baseOffset : []
  })
  findings.push(...strangers(files, dir, names, bases))

  const batchEpochs: { leaderEpoch: number; baseOffset: Offset }[] = []
  let [batches, end] = [0, bases[0] ?? 0]
  for (const [i, baseOffset] of bases.entries()) {
    const isActive = i === bases.length - 1
    const segment = examineSegment({ ...o, baseOffset, isActive })
    findings.push(...segment.findings)
    batchEpochs.push(...segment.headers)
    batches += segment.batches
    if (baseOffset < end)
      findings.push({
        path: path.join(dir, segmentFile(baseOffset, 'log')),
        problem: `it begins before the one before it ends, at ${end}`,
        verdict: 'unseen',
        start: 'does not look there',
      })
    end = segment.endOffset
  }
  findings.push(...epochFindings(files, dir, batchEpochs), ...startFindings(o, bases[0] ?? 0, end))
  if (o.clean && batches > 0 && !names.includes(segmentFile(end, 'snapshot')))
    findings.push({
      path: dir,
      problem: `it ends at offset ${end}, and the clean stop has left no snapshot of there`,
      verdict: 'repaired',
      start: 'looks at its last segment as after a crash',
    })
  const { topicId, ...metadata } = metadataOf(files, dir)
  findings.push(...metadata.findings)
  const logStartOffset = Math.min(Math.max(o.logStartOffset ?? 0, bases[0] ?? 0), end)
  const { entries: epochs } = epochsOf(files, dir) ?? { entries: [] }
  return { findings, topicId, segments: bases.length, batches, logStartOffset, endOffset: end, epochs }
}

/** Indexes without a log, and snapshots that cannot be read. */
function strangers(files: Files, dir: string, names: readonly string[], bases: readonly Offset[]): Finding[] {
  const findings: Finding[] = []
  const logs = new Set(bases)
  for (const name of names) {
    const file = parseSegmentFile(name)
    const where = path.join(dir, name)
    if (file?.kind === 'snapshot' && !decodeSnapshot(files.readAll(where)))
      findings.push({
        path: where,
        problem: 'it is no snapshot of producers, or its checksum is wrong',
        verdict: 'repaired',
        start: 'reads the log from an earlier one',
      })
    else if (file && file.kind !== 'snapshot' && file.kind !== 'log' && !logs.has(file.baseOffset))
      findings.push({ path: where, problem: 'there is no log beside it', verdict: 'repaired', start: 'deletes it' })
  }
  return findings
}

function epochsOf(files: Files, dir: string): Epochs | undefined {
  const epochs = new Epochs(files, dir)
  return epochs.missing ? undefined : epochs
}

function epochFindings(
  files: Files,
  dir: string,
  batches: readonly { leaderEpoch: number; baseOffset: Offset }[],
): Finding[] {
  const file = path.join(dir, LEADER_EPOCHS)
  const wrong = (problem: string): Finding[] => [
    { path: file, problem, verdict: 'repaired', start: 'makes it again from the batches' },
  ]
  const epochs = epochsOf(files, dir)
  if (!files.exists(file)) return batches.length > 0 ? wrong('it is missing') : []
  if (!epochs) return wrong('it is no list of leader epochs')
  const batch = batches.find(({ leaderEpoch, baseOffset }) => epochs.at(baseOffset) !== leaderEpoch)
  if (!batch) return []
  return wrong(
    `it has epoch ${epochs.at(batch.baseOffset)} at offset ${batch.baseOffset}, the batch ${batch.leaderEpoch}`,
  )
}

function startFindings({ dir, logStartOffset, clean }: PartitionCase, first: Offset, end: Offset): Finding[] {
  if (logStartOffset === undefined || logStartOffset <= end) return []
  return [
    {
      path: dir,
      problem: `its log start offset is written down as ${logStartOffset}, and it ends at ${end}`,
      verdict: 'repaired',
      start: clean ? `does not believe it, and begins at ${first}` : `begins at ${end}`,
    },
  ]
}

function metadataOf(files: Files, dir: string): { findings: Finding[]; topicId: Uuid | undefined } {
  const file = path.join(dir, PARTITION_METADATA)
  const wrong = (problem: string): Finding[] => [
    { path: file, problem, verdict: 'repaired', start: "takes the topic's id from the cluster's metadata" },
  ]
  try {
    const topicId = topicIdIn(files, dir)
    if (!files.exists(file)) return { findings: wrong('it is missing'), topicId }
    if (topicId === undefined || !uuidToBytes(topicId))
      return { findings: wrong('it names no topic'), topicId: undefined }
    return { findings: [], topicId }
  } catch (error) {
    return { findings: wrong(message(error)), topicId: undefined }
  }
}
