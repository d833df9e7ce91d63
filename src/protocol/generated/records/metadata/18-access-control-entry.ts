// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface AccessControlEntryRecord {
  id: Uuid
  resourceType: number
  resourceName: string
  patternType: number
  principal: string
  host: string
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

export interface AccessControlEntryRecordInit {
  id: Uuid
  resourceType: number
  resourceName: string
  patternType: number
  principal: string
  host: string
  operation: number
  permissionType: number
  unknownTags?: readonly UnknownTag[]
}

function readAccessControlEntryRecord(r: Reader, ver: number): AccessControlEntryRecord {
  const id = r.uuid()
  const resourceType = r.int8()
  const resourceName = r.string(true)
  const patternType = r.int8()
  const principal = r.string(true)
  const host = r.string(true)
  const operation = r.int8()
  const permissionType = r.int8()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { id, resourceType, resourceName, patternType, principal, host, operation, permissionType, unknownTags }
    : { id, resourceType, resourceName, patternType, principal, host, operation, permissionType }
}

function writeAccessControlEntryRecord(w: Writer, v: AccessControlEntryRecordInit, ver: number): void {
  w.uuid(v.id)
  w.int8(v.resourceType)
  w.string(v.resourceName, true)
  w.int8(v.patternType)
  w.string(v.principal, true)
  w.string(v.host, true)
  w.int8(v.operation)
  w.int8(v.permissionType)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** AccessControlEntry */
export const AccessControlEntryRecord: Message<AccessControlEntryRecord, AccessControlEntryRecordInit> = {
  name: 'AccessControlEntryRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 18,
  read: readAccessControlEntryRecord,
  write: writeAccessControlEntryRecord,
}
