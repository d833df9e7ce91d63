// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface StreamsGroupMetadataKey {
  groupId: string
}

export interface StreamsGroupMetadataKeyInit {
  groupId: string
}

function readStreamsGroupMetadataKey(r: Reader, ver: number): StreamsGroupMetadataKey {
  const groupId = r.string(false)
  return { groupId }
}

function writeStreamsGroupMetadataKey(w: Writer, v: StreamsGroupMetadataKeyInit, ver: number): void {
  w.string(v.groupId, false)
}

/** StreamsGroupMetadata */
export const StreamsGroupMetadataKey: Message<StreamsGroupMetadataKey, StreamsGroupMetadataKeyInit> = {
  name: 'StreamsGroupMetadataKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 17,
  read: readStreamsGroupMetadataKey,
  write: writeStreamsGroupMetadataKey,
}

export interface LastAssignmentConfig {
  key: string
  value: string
  unknownTags?: readonly UnknownTag[]
}

export interface LastAssignmentConfigInit {
  key: string
  value: string
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupMetadataValue {
  epoch: number
  metadataHash: bigint
  validatedTopologyEpoch: number
  lastAssignmentConfigs: readonly LastAssignmentConfig[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupMetadataValueInit {
  epoch: number
  metadataHash: bigint
  validatedTopologyEpoch?: number | undefined
  lastAssignmentConfigs?: readonly LastAssignmentConfigInit[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readLastAssignmentConfig(r: Reader, ver: number): LastAssignmentConfig {
  const key = r.string(true)
  const value = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { key, value, unknownTags } : { key, value }
}

function writeLastAssignmentConfig(w: Writer, v: LastAssignmentConfigInit, ver: number): void {
  w.string(v.key, true)
  w.string(v.value, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readStreamsGroupMetadataValue(r: Reader, ver: number): StreamsGroupMetadataValue {
  const epoch = r.int32()
  const metadataHash = r.hash()
  let validatedTopologyEpoch: number = -1
  let lastAssignmentConfigs: readonly LastAssignmentConfig[] | null = []
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        validatedTopologyEpoch = r.int32()
        break
      case 1:
        {
          const count = r.nullableArray(true, 3)
          if (count < 0) lastAssignmentConfigs = null
          else {
            const items = new Array<LastAssignmentConfig>(count)
            for (let i = 0; i < count; i++) items[i] = readLastAssignmentConfig(r, ver)
            lastAssignmentConfigs = items
          }
        }
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? { epoch, metadataHash, validatedTopologyEpoch, lastAssignmentConfigs, unknownTags }
    : { epoch, metadataHash, validatedTopologyEpoch, lastAssignmentConfigs }
}

function writeStreamsGroupMetadataValue(w: Writer, v: StreamsGroupMetadataValueInit, ver: number): void {
  w.int32(v.epoch)
  w.hash(v.metadataHash)
  const validatedTopologyEpochSet = v.validatedTopologyEpoch !== undefined && !(v.validatedTopologyEpoch === -1)
  const lastAssignmentConfigsSet =
    v.lastAssignmentConfigs !== undefined && !(v.lastAssignmentConfigs !== null && v.lastAssignmentConfigs.length === 0)
  w.uvarint((validatedTopologyEpochSet ? 1 : 0) + (lastAssignmentConfigsSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (validatedTopologyEpochSet) {
    const inner = new Writer(64)
    inner.int32(v.validatedTopologyEpoch ?? -1)
    w.tag(0, inner)
  }
  if (lastAssignmentConfigsSet) {
    const inner = new Writer(64)
    {
      const items = v.lastAssignmentConfigs === undefined ? [] : v.lastAssignmentConfigs
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) writeLastAssignmentConfig(inner, item, ver)
      }
    }
    w.tag(1, inner)
  }
  w.unknownTags(v.unknownTags)
}

export const StreamsGroupMetadataValue: Message<StreamsGroupMetadataValue, StreamsGroupMetadataValueInit> = {
  name: 'StreamsGroupMetadataValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 17,
  read: readStreamsGroupMetadataValue,
  write: writeStreamsGroupMetadataValue,
}
