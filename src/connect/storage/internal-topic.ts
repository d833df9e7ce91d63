/**
 * Topics in which workers keep what they share: made compacted when they are missing, and refused when they are not.
 * Source: Kafka 4.3 `KafkaTopicBasedBackingStore`, `TopicAdmin`, `DistributedConfig`.
 */
import { type Admin, unwrap } from '../../client/admin/admin.ts'
import { resourceTypes } from '../../client/admin/configs.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { ConnectError, SettingsError } from '../errors.ts'
import type { Given, Log } from '../plugin.ts'
import { withPrefix } from '../settings.ts'

export interface InternalTopic {
  readonly topic: string
  /** What it is for, in errors. */
  readonly purpose: string
  /** The setting that names it: `config.storage.topic`. */
  readonly setting: string
  readonly partitions: number
  readonly replicationFactor: number
  readonly configs: Readonly<Record<string, string>>
}

const CLEANUP = 'cleanup.policy'
const COMPACT = 'compact'
const DELETE_RETENTION = 'delete.retention.ms'
const own = new Set(['topic', 'partitions', 'replication.factor', CLEANUP])

/** What `config.storage.*` says of the topic itself: settings of any topic, but for its clean-up. */
export function topicSettings(given: Given, prefix: string, log: Log): Record<string, string> {
  const settings = withPrefix(given, prefix)
  if (settings[CLEANUP] !== undefined && settings[CLEANUP] !== COMPACT)
    log.warn(`${prefix}${CLEANUP} is ${settings[CLEANUP]}, and has no effect: the topic is compacted`)
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !own.has(name)))
}

export interface Ensured {
  /** How long what is deleted is remembered; 0: unknown. */
  readonly deleteRetentionMs: number
}

/** @throws {SettingsError} when the topic is there and loses records in time */
export async function ensureInternalTopic(admin: Admin, wanted: InternalTopic): Promise<Ensured> {
  const { topic, partitions, replicationFactor, configs } = wanted
  const [row] = await admin.createTopics([
    { name: topic, partitions, replicationFactor, configs: { ...configs, [CLEANUP]: COMPACT } },
  ])
  // Nothing of it was ever read.
  if (!row?.error) return { deleteRetentionMs: 0 }
  if (row.error.name !== 'TOPIC_ALREADY_EXISTS' && !mayNotCreate.has(row.error.name))
    throw new ConnectError(`Error while attempting to create/find topic "${topic}" (${wanted.setting})`, {
      cause: row.error,
    })
  return verify(admin, wanted)
}

/** Then the topic is there, or somebody else makes it. */
const mayNotCreate = new Set(['TOPIC_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED'])

async function verify(admin: Admin, { topic, setting, purpose }: InternalTopic): Promise<Ensured> {
  let values: ReadonlyMap<string, string | null>
  try {
    const [row] = unwrap(
      await admin.describeConfigs([{ type: resourceTypes.topic, name: topic }], { names: [CLEANUP, DELETE_RETENTION] }),
    )
    values = new Map(row?.entries.map(({ name, value }) => [name, value]))
  } catch (error) {
    if (error instanceof KafkaError && mayNotCreate.has(error.name)) return { deleteRetentionMs: 0 }
    throw error
  }
  const policy = values.get(CLEANUP) ?? ''
  if (policy === COMPACT) return { deleteRetentionMs: Number(values.get(DELETE_RETENTION) ?? 0) }
  throw new SettingsError(
    `Topic '${topic}' supplied via the '${setting}' property is required to have '${CLEANUP}=${COMPACT}' to guarantee consistency and durability of ${purpose}, but found the topic currently has '${CLEANUP}=${policy}'. Continuing would likely result in eventually losing ${purpose} and problems restarting this Connect cluster in the future. Change the '${setting}' property in the Connect worker configurations to use a topic with '${CLEANUP}=${COMPACT}'.`,
  )
}
