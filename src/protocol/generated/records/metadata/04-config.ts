// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ConfigRecord {
  resourceType: number
  resourceName: string
  name: string
  value: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface ConfigRecordInit {
  resourceType: number
  resourceName: string
  name: string
  value: string | null
  unknownTags?: readonly UnknownTag[]
}

function readConfigRecord(r: Reader, ver: number): ConfigRecord {
  const resourceType = r.int8()
  const resourceName = r.string(true)
  const name = r.string(true)
  const value = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { resourceType, resourceName, name, value, unknownTags }
    : { resourceType, resourceName, name, value }
}

function writeConfigRecord(w: Writer, v: ConfigRecordInit, ver: number): void {
  w.int8(v.resourceType)
  w.string(v.resourceName, true)
  w.string(v.name, true)
  w.string(v.value, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** Config */
export const ConfigRecord: Message<ConfigRecord, ConfigRecordInit> = {
  name: 'ConfigRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 4,
  read: readConfigRecord,
  write: writeConfigRecord,
}
