// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface EntityData {
  entityType: string
  entityName: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface EntityDataInit {
  entityType: string
  entityName: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface ClientQuotaRecord {
  entity: readonly EntityData[]
  key: string
  value: number
  remove: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface ClientQuotaRecordInit {
  entity: readonly EntityDataInit[]
  key: string
  value: number
  remove: boolean
  unknownTags?: readonly UnknownTag[]
}

function readEntityData(r: Reader, ver: number): EntityData {
  const entityType = r.string(true)
  const entityName = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { entityType, entityName, unknownTags } : { entityType, entityName }
}

function writeEntityData(w: Writer, v: EntityDataInit, ver: number): void {
  w.string(v.entityType, true)
  w.string(v.entityName, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readClientQuotaRecord(r: Reader, ver: number): ClientQuotaRecord {
  let entity: readonly EntityData[]
  {
    const count = r.array(true, 3)
    const items = new Array<EntityData>(count)
    for (let i = 0; i < count; i++) items[i] = readEntityData(r, ver)
    entity = items
  }
  const key = r.string(true)
  const value = r.float64()
  const remove = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { entity, key, value, remove, unknownTags } : { entity, key, value, remove }
}

function writeClientQuotaRecord(w: Writer, v: ClientQuotaRecordInit, ver: number): void {
  {
    const items = v.entity
    w.array(items.length, true)
    for (const item of items) writeEntityData(w, item, ver)
  }
  w.string(v.key, true)
  w.float64(v.value)
  w.bool(v.remove)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** ClientQuota */
export const ClientQuotaRecord: Message<ClientQuotaRecord, ClientQuotaRecordInit> = {
  name: 'ClientQuotaRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 14,
  read: readClientQuotaRecord,
  write: writeClientQuotaRecord,
}
