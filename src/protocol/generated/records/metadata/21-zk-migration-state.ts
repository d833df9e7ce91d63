// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ZkMigrationStateRecord {
  zkMigrationState: number
  unknownTags?: readonly UnknownTag[]
}

export interface ZkMigrationStateRecordInit {
  zkMigrationState: number
  unknownTags?: readonly UnknownTag[]
}

function readZkMigrationStateRecord(r: Reader, ver: number): ZkMigrationStateRecord {
  const zkMigrationState = r.int8()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { zkMigrationState, unknownTags } : { zkMigrationState }
}

function writeZkMigrationStateRecord(w: Writer, v: ZkMigrationStateRecordInit, ver: number): void {
  w.int8(v.zkMigrationState)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** ZkMigrationState */
export const ZkMigrationStateRecord: Message<ZkMigrationStateRecord, ZkMigrationStateRecordInit> = {
  name: 'ZkMigrationStateRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 21,
  read: readZkMigrationStateRecord,
  write: writeZkMigrationStateRecord,
}
