/**
 * What formatting leaves in a data directory for the first controller: the records that a cluster begins with, in
 * `bootstrap.checkpoint`, and who votes, in a snapshot of an empty log. Without the second the voters are a setting
 * (controller.quorum.voters), as before KIP-853.
 * Source: Kafka 4.3 `Formatter`, `BootstrapDirectory`.
 */
import path from 'node:path'
import type { Clock } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import { ConfigRecord } from '../protocol/generated/records/metadata/04-config.ts'
import { FeatureLevelRecord } from '../protocol/generated/records/metadata/12-feature-level.ts'
import { BeginTransactionRecord } from '../protocol/generated/records/metadata/23-begin-transaction.ts'
import { EndTransactionRecord } from '../protocol/generated/records/metadata/24-end-transaction.ts'
import { decodeRecords } from '../protocol/record.ts'
import { BOOTSTRAP_FILE, checkpointName, EMPTY, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { freshLevels } from './features.ts'
import type { Kraft } from './kraft.ts'
import { decodeRecord, type MetadataRecord, record } from './records.ts'

/** Voters are a setting; nothing is said of them in the log. */
export const STATIC_QUORUM: Kraft = { version: 0, voters: [] }

/** A directory of data, not of metadata, gets the first file only. @param records what the cluster begins with */
export function writeBootstrap(files: Files, dir: string, clock: Clock, records = freshRecords()): void {
  writeCheckpoint(files, path.join(dir, BOOTSTRAP_FILE), {
    kraft: STATIC_QUORUM,
    records,
    timestamp: clock.now(),
    lastTimestamp: 0,
    epoch: 0,
  })
}

/** @param logDir the directory of the metadata log */
export function writeVoters(files: Files, logDir: string, clock: Clock, kraft: Kraft): void {
  files.mkdir(logDir)
  writeCheckpoint(files, path.join(logDir, checkpointName(EMPTY)), {
    kraft,
    records: [],
    timestamp: clock.now(),
    lastTimestamp: clock.now(),
    epoch: EMPTY.epoch,
  })
}

export const isFormatted = (files: Files, dir: string): boolean => files.exists(path.join(dir, BOOTSTRAP_FILE))

const freshRecords = (): MetadataRecord[] => levelRecords(freshLevels)

export const levelRecords = (levels: readonly (readonly [name: string, level: number])[]): MetadataRecord[] =>
  levels.map(([name, featureLevel]) => record(FeatureLevelRecord, { name, featureLevel }))

const BROKER_RESOURCE = 4
/** Source: Kafka 4.3 `MetadataVersion.isMetadataTransactionSupported`. */
const TRANSACTIONS_SINCE = 14

/**
 * What the first controller of a cluster writes first, as one metadata transaction.
 * @throws {CorruptLogError} when bootstrap.checkpoint is there and cannot be read
 */
export function bootstrapRecords(files: Files, dir: string, minInsyncReplicas: number): MetadataRecord[] {
  const records = isFormatted(files, dir) ? readRecords(files, path.join(dir, BOOTSTRAP_FILE)) : freshRecords()
  const levels = new Map(
    records
      .filter(({ message }) => message.apiKey === FeatureLevelRecord.apiKey)
      .map(({ value }) => value as { name: string; featureLevel: number })
      .map(({ name, featureLevel }) => [name, featureLevel]),
  )
  // Eligible leader replicas need it said: a topic's own value overrides it.
  if ((levels.get('eligible.leader.replicas.version') ?? 0) > 0)
    records.push(
      record(ConfigRecord, {
        resourceType: BROKER_RESOURCE,
        resourceName: '',
        name: 'min.insync.replicas',
        value: String(minInsyncReplicas),
      }),
    )
  if ((levels.get('metadata.version') ?? 0) < TRANSACTIONS_SINCE) return records
  const begin = record(BeginTransactionRecord, { name: 'Bootstrap records' })
  return [begin, ...records, record(EndTransactionRecord, {})]
}

function readRecords(files: Files, file: string): MetadataRecord[] {
  return readCheckpoint(files, file)
    .filter(({ isControl }) => !isControl)
    .flatMap(({ bytes }) => decodeRecords(bytes))
    .map(({ value }) => {
      const { message, version, value: fields } = decodeRecord(value!)
      if (message === undefined) throw new Error(`${file} holds a record that is not known here`)
      return { message, version, value: fields }
    })
}
