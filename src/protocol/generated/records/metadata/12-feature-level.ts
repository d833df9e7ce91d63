// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface FeatureLevelRecord {
  name: string
  featureLevel: number
  unknownTags?: readonly UnknownTag[]
}

export interface FeatureLevelRecordInit {
  name: string
  featureLevel: number
  unknownTags?: readonly UnknownTag[]
}

function readFeatureLevelRecord(r: Reader, ver: number): FeatureLevelRecord {
  const name = r.string(true)
  const featureLevel = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, featureLevel, unknownTags } : { name, featureLevel }
}

function writeFeatureLevelRecord(w: Writer, v: FeatureLevelRecordInit, ver: number): void {
  w.string(v.name, true)
  w.int16(v.featureLevel)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** FeatureLevel */
export const FeatureLevelRecord: Message<FeatureLevelRecord, FeatureLevelRecordInit> = {
  name: 'FeatureLevelRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 12,
  read: readFeatureLevelRecord,
  write: writeFeatureLevelRecord,
}
