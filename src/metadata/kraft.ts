/**
 * What control records say about the quorum: which version of KRaft is spoken, and who votes. With version 1 the voters are
 * records of the log; with version 0 they are the setting controller.quorum.voters, and no record names them.
 * Source: KIP-853; Kafka 4.3 `KRaftControlRecordStateMachine`, `VoterSet`.
 */
import type { Uuid } from '../lib/uuid.ts'
import { type ControlRecordInit, readControlRecord, writeControlRecord } from '../protocol/control.ts'
import { decodeRecords, encodeBatch } from '../protocol/record.ts'
import type { LeaderEpoch, Offset, Timestamp } from '../protocol/types.ts'
import type { View } from '../view/view.ts'

export interface Voter {
  voterId: number
  voterDirectoryId: Uuid
  endpoints: readonly { name: string; host: string; port: number }[]
  kRaftVersionFeature: { minSupportedVersion: number; maxSupportedVersion: number }
}

export interface Kraft {
  version: number
  voters: readonly Voter[]
}

/** The quorum of a node by itself, as `storage format --standalone` begins it. */
export const standalone = (nodeId: number, directoryId: Uuid, controller: Voter['endpoints'][number]): Kraft => ({
  version: 1,
  voters: [
    {
      voterId: nodeId,
      voterDirectoryId: directoryId,
      endpoints: [controller],
      kRaftVersionFeature: { minSupportedVersion: 0, maxSupportedVersion: 1 },
    },
  ],
})

/** None with version 0: then nothing is said about the quorum. */
export const kraftRecords = ({ version, voters }: Kraft): ControlRecordInit[] =>
  version === 0
    ? []
    : [
        { type: 'KRAFT_VERSION', value: { version: 0, kRaftVersion: version } },
        { type: 'KRAFT_VOTERS', value: { version: 0, voters } },
      ]

export interface ControlBatch {
  records: readonly ControlRecordInit[]
  timestamp: Timestamp
  baseOffset?: Offset
  leaderEpoch?: LeaderEpoch
}

export const controlBatch = ({ records, timestamp, ...fields }: ControlBatch): Buffer =>
  encodeBatch({
    ...fields,
    isControl: true,
    records: records.map(record => ({ timestamp, ...writeControlRecord(record) })),
  })

/** Fold the control batch at the beginning of `bytes`. @returns the types in it */
export function applyControl(view: View, bytes: Buffer): string[] {
  const types: string[] = []
  for (const each of decodeRecords(bytes)) {
    const control = readControlRecord(each)
    if (control === undefined) continue
    types.push(control.type)
    if (control.type === 'KRAFT_VERSION')
      view.run('INSERT OR REPLACE INTO kraft VALUES (0, ?)', control.value.kRaftVersion)
    else if (control.type === 'KRAFT_VOTERS') {
      view.run('DELETE FROM voter')
      for (const { voterId, voterDirectoryId, endpoints, kRaftVersionFeature } of control.value.voters)
        view.run(
          'INSERT INTO voter VALUES (?, ?, ?, ?, ?)',
          voterId,
          voterDirectoryId,
          JSON.stringify(endpoints.map(({ name, host, port }) => ({ name, host, port }))),
          kRaftVersionFeature.minSupportedVersion,
          kRaftVersionFeature.maxSupportedVersion,
        )
    }
  }
  return types
}

interface VoterRow {
  voter_id: number
  directory_id: string
  listeners: string
  min_version: number
  max_version: number
}

export function kraftOf(view: View): Kraft {
  const version = view.sql<{ version: number }>('SELECT version FROM kraft').get()?.version ?? 0
  const rows = view.sql<VoterRow>('SELECT * FROM voter ORDER BY voter_id').all()
  const voters = rows.map(row => ({
    voterId: row.voter_id,
    voterDirectoryId: row.directory_id,
    endpoints: JSON.parse(row.listeners) as Voter['endpoints'],
    kRaftVersionFeature: { minSupportedVersion: row.min_version, maxSupportedVersion: row.max_version },
  }))
  return { version, voters }
}
