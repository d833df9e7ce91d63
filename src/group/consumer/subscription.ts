/** What the members of a group are subscribed to, turned from names and expressions into topics that exist. */
import type node from 'node:v8'
import { lazily } from '../../lib/load.ts'
import type { Uuid } from '../../lib/uuid.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { Topics } from '../topics.ts'
import type { Draft } from './draft.ts'
import type { ConsumerGroup, ConsumerMember } from './group.ts'
import { groupHash } from './hash.ts'

const v8 = lazily<typeof node>('node:v8')

/** The ids of the topics a member wants and that exist. */
export function subscribedIds(
  group: ConsumerGroup,
  member: Pick<ConsumerMember, 'topics' | 'regex'>,
  topics: Topics,
): Set<Uuid> {
  const ids = new Set<Uuid>()
  for (const name of group.topicsOf(member)) {
    const topic = topics.byName(name)
    if (topic) ids.add(topic.id)
  }
  return ids
}

/** Of the topics a group is subscribed to and that exist. */
export function metadataHash(group: ConsumerGroup, topics: Topics): bigint {
  const names = [...group.subscribedTopics().keys()].sort()
  return groupHash(names.flatMap(name => topics.byName(name) ?? []))
}

let linear = false

/**
 * Compile a subscription as Kafka's clients mean it: the whole name must match. A client may send any expression, so
 * one that backtracks without end is handed to V8's linear-time engine instead of holding the broker up.
 * @throws {KafkaError} INVALID_REGULAR_EXPRESSION
 */
function compile(regex: string): RegExp {
  if (!linear) {
    v8().setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
    linear = true
  }
  try {
    return new RegExp(`^(?:${regex})$`)
  } catch (error) {
    throw new KafkaError(
      'INVALID_REGULAR_EXPRESSION',
      `Cannot subscribe to the regular expression "${regex}": ${(error as Error).message}`,
    )
  }
}

/** The names that match, internal topics among them, as Kafka's own resolver has it. */
function resolve(regex: string, topics: Topics): Set<string> {
  const pattern = compile(regex)
  const matching = new Set<string>()
  for (const name of topics.names()) if (pattern.test(name)) matching.add(name)
  return matching
}

/**
 * Resolve what is new, drop what nobody wants, look again when topics came or time passed.
 * @returns whether the group's topics changed by it
 */
export function refreshRegexes(
  draft: Draft,
  before: ConsumerMember,
  member: ConsumerMember,
  { topics, now, regexRefreshIntervalMs }: { topics: Topics; now: number; regexRefreshIntervalMs: number },
): boolean {
  const { group } = draft
  const wanted = new Set(Array.from(group.members.values(), ({ regex }) => regex).filter(Boolean))
  let changed = before.regex !== member.regex
  if (changed && member.regex) compile(member.regex)
  for (const regex of group.regexes.keys()) if (!wanted.has(regex)) draft.removeRegex(regex)
  for (const regex of wanted) {
    const known = group.regexes.get(regex)
    if (known && known.version >= topics.version && now <= known.timestampMs + regexRefreshIntervalMs) continue
    const names = resolve(regex, topics)
    if (!known || known.topics.size !== names.size || [...names].some(name => !known.topics.has(name))) changed = true
    draft.putRegex(regex, { topics: names, version: topics.version, timestampMs: now })
  }
  return changed
}
