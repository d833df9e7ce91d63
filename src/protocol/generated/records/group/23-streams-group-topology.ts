// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface StreamsGroupTopologyKey {
  groupId: string
}

export interface StreamsGroupTopologyKeyInit {
  groupId: string
}

function readStreamsGroupTopologyKey(r: Reader, ver: number): StreamsGroupTopologyKey {
  const groupId = r.string(false)
  return { groupId }
}

function writeStreamsGroupTopologyKey(w: Writer, v: StreamsGroupTopologyKeyInit, ver: number): void {
  w.string(v.groupId, false)
}

/** StreamsGroupTopology */
export const StreamsGroupTopologyKey: Message<StreamsGroupTopologyKey, StreamsGroupTopologyKeyInit> = {
  name: 'StreamsGroupTopologyKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 23,
  read: readStreamsGroupTopologyKey,
  write: writeStreamsGroupTopologyKey,
}

export interface Subtopology {
  subtopologyId: string
  sourceTopics: readonly string[]
  sourceTopicRegex: readonly string[]
  stateChangelogTopics: readonly TopicInfo[]
  repartitionSinkTopics: readonly string[]
  repartitionSourceTopics: readonly TopicInfo[]
  copartitionGroups: readonly CopartitionGroup[]
  unknownTags?: readonly UnknownTag[]
}

export interface SubtopologyInit {
  subtopologyId: string
  sourceTopics: readonly string[]
  sourceTopicRegex: readonly string[]
  stateChangelogTopics: readonly TopicInfoInit[]
  repartitionSinkTopics: readonly string[]
  repartitionSourceTopics: readonly TopicInfoInit[]
  copartitionGroups: readonly CopartitionGroupInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicInfo {
  name: string
  partitions: number
  replicationFactor: number
  topicConfigs: readonly TopicConfig[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicInfoInit {
  name: string
  partitions: number
  replicationFactor: number
  topicConfigs: readonly TopicConfigInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicConfig {
  key: string
  value: string
  unknownTags?: readonly UnknownTag[]
}

export interface TopicConfigInit {
  key: string
  value: string
  unknownTags?: readonly UnknownTag[]
}

export interface CopartitionGroup {
  sourceTopics: readonly number[]
  sourceTopicRegex: readonly number[]
  repartitionSourceTopics: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface CopartitionGroupInit {
  sourceTopics: readonly number[]
  sourceTopicRegex: readonly number[]
  repartitionSourceTopics: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupTopologyValue {
  epoch: number
  subtopologies: readonly Subtopology[]
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupTopologyValueInit {
  epoch: number
  subtopologies: readonly SubtopologyInit[]
  unknownTags?: readonly UnknownTag[]
}

function readSubtopology(r: Reader, ver: number): Subtopology {
  const subtopologyId = r.string(true)
  let sourceTopics: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    sourceTopics = items
  }
  let sourceTopicRegex: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    sourceTopicRegex = items
  }
  let stateChangelogTopics: readonly TopicInfo[]
  {
    const count = r.array(true, 9)
    const items = new Array<TopicInfo>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicInfo(r, ver)
    stateChangelogTopics = items
  }
  let repartitionSinkTopics: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    repartitionSinkTopics = items
  }
  let repartitionSourceTopics: readonly TopicInfo[]
  {
    const count = r.array(true, 9)
    const items = new Array<TopicInfo>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicInfo(r, ver)
    repartitionSourceTopics = items
  }
  let copartitionGroups: readonly CopartitionGroup[]
  {
    const count = r.array(true, 4)
    const items = new Array<CopartitionGroup>(count)
    for (let i = 0; i < count; i++) items[i] = readCopartitionGroup(r, ver)
    copartitionGroups = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? {
        subtopologyId,
        sourceTopics,
        sourceTopicRegex,
        stateChangelogTopics,
        repartitionSinkTopics,
        repartitionSourceTopics,
        copartitionGroups,
        unknownTags,
      }
    : {
        subtopologyId,
        sourceTopics,
        sourceTopicRegex,
        stateChangelogTopics,
        repartitionSinkTopics,
        repartitionSourceTopics,
        copartitionGroups,
      }
}

function writeSubtopology(w: Writer, v: SubtopologyInit, ver: number): void {
  w.string(v.subtopologyId, true)
  {
    const items = v.sourceTopics
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  {
    const items = v.sourceTopicRegex
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  {
    const items = v.stateChangelogTopics
    w.array(items.length, true)
    for (const item of items) writeTopicInfo(w, item, ver)
  }
  {
    const items = v.repartitionSinkTopics
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  {
    const items = v.repartitionSourceTopics
    w.array(items.length, true)
    for (const item of items) writeTopicInfo(w, item, ver)
  }
  {
    const items = v.copartitionGroups
    w.array(items.length, true)
    for (const item of items) writeCopartitionGroup(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTopicInfo(r: Reader, ver: number): TopicInfo {
  const name = r.string(true)
  const partitions = r.int32()
  const replicationFactor = r.int16()
  let topicConfigs: readonly TopicConfig[]
  {
    const count = r.array(true, 3)
    const items = new Array<TopicConfig>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicConfig(r, ver)
    topicConfigs = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { name, partitions, replicationFactor, topicConfigs, unknownTags }
    : { name, partitions, replicationFactor, topicConfigs }
}

function writeTopicInfo(w: Writer, v: TopicInfoInit, ver: number): void {
  w.string(v.name, true)
  w.int32(v.partitions)
  w.int16(v.replicationFactor)
  {
    const items = v.topicConfigs
    w.array(items.length, true)
    for (const item of items) writeTopicConfig(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTopicConfig(r: Reader, ver: number): TopicConfig {
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

function writeTopicConfig(w: Writer, v: TopicConfigInit, ver: number): void {
  w.string(v.key, true)
  w.string(v.value, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readCopartitionGroup(r: Reader, ver: number): CopartitionGroup {
  let sourceTopics: readonly number[]
  {
    const count = r.array(true, 2)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int16()
    sourceTopics = items
  }
  let sourceTopicRegex: readonly number[]
  {
    const count = r.array(true, 2)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int16()
    sourceTopicRegex = items
  }
  let repartitionSourceTopics: readonly number[]
  {
    const count = r.array(true, 2)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int16()
    repartitionSourceTopics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { sourceTopics, sourceTopicRegex, repartitionSourceTopics, unknownTags }
    : { sourceTopics, sourceTopicRegex, repartitionSourceTopics }
}

function writeCopartitionGroup(w: Writer, v: CopartitionGroupInit, ver: number): void {
  {
    const items = v.sourceTopics
    w.array(items.length, true)
    for (const item of items) w.int16(item)
  }
  {
    const items = v.sourceTopicRegex
    w.array(items.length, true)
    for (const item of items) w.int16(item)
  }
  {
    const items = v.repartitionSourceTopics
    w.array(items.length, true)
    for (const item of items) w.int16(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readStreamsGroupTopologyValue(r: Reader, ver: number): StreamsGroupTopologyValue {
  const epoch = r.int32()
  let subtopologies: readonly Subtopology[]
  {
    const count = r.array(true, 8)
    const items = new Array<Subtopology>(count)
    for (let i = 0; i < count; i++) items[i] = readSubtopology(r, ver)
    subtopologies = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { epoch, subtopologies, unknownTags } : { epoch, subtopologies }
}

function writeStreamsGroupTopologyValue(w: Writer, v: StreamsGroupTopologyValueInit, ver: number): void {
  w.int32(v.epoch)
  {
    const items = v.subtopologies
    w.array(items.length, true)
    for (const item of items) writeSubtopology(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const StreamsGroupTopologyValue: Message<StreamsGroupTopologyValue, StreamsGroupTopologyValueInit> = {
  name: 'StreamsGroupTopologyValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 23,
  read: readStreamsGroupTopologyValue,
  write: writeStreamsGroupTopologyValue,
}
