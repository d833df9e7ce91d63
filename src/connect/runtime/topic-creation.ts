/**
 * Topics of source connectors, made when they are first written to, as `topic.creation.*` says.
 * Source: KIP-158; Kafka 4.3 `TopicCreation`, `TopicCreationGroup`, `AbstractWorkerSourceTask.maybeCreateTopic`.
 */
import { Admin, type NewTopic } from '../../client/admin/admin.ts'
import { ConnectError } from '../errors.ts'
import type { Given, Log } from '../plugin.ts'
import { withPrefix } from '../settings.ts'
import { listOf } from './chain.ts'
import type { ClientConfigs } from './clients.ts'

interface Group {
  readonly name: string
  readonly matches: (topic: string) => boolean
  readonly topic: Omit<NewTopic, 'name'>
}

const PREFIX = 'topic.creation.'
const DEFAULT = 'default'
const own = new Set(['include', 'exclude', 'replication.factor', 'partitions'])

/** Whether a connector says how its topics are to be. */
export const usesTopicCreation = (given: Given): boolean =>
  Object.keys(given).some(name => name.startsWith(`${PREFIX}${DEFAULT}.`))

/** Groups in the order in which they are asked; the default one takes the rest. */
export function topicGroups(given: Given): Group[] {
  const fallback = withPrefix(given, `${PREFIX}${DEFAULT}.`)
  const names = listOf(given[`${PREFIX}groups`]).filter(name => name !== DEFAULT)
  const groups = names.map(name => groupOf(name, { ...factors(fallback), ...withPrefix(given, `${PREFIX}${name}.`) }))
  return [...groups, groupOf(DEFAULT, { ...fallback, include: '.*', exclude: '' })]
}

const factors = ({ partitions = '', 'replication.factor': replication = '' }: Given) => ({
  partitions,
  'replication.factor': replication,
})

function groupOf(name: string, settings: Given): Group {
  const includes = listOf(settings['include']).map(whole)
  const excludes = listOf(settings['exclude']).map(whole)
  return {
    name,
    matches: topic => !excludes.some(each => each.test(topic)) && includes.some(each => each.test(topic)),
    topic: {
      ...countOf('partitions', settings['partitions']),
      ...countOf('replicationFactor', settings['replication.factor']),
      configs: Object.fromEntries(Object.entries(settings).filter(([key]) => !own.has(key))),
    },
  }
}

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`)
/** -1, and nothing: the broker's default. */
const countOf = (name: string, text: string | undefined) => (text && Number(text) > 0 ? { [name]: Number(text) } : {})

export interface TopicCreation {
  /** Resolves when the topic is there, or the broker may make it by itself. */
  ensure(topic: string): Promise<void>
  close(): Promise<void>
}

/** Brokers make topics, if they do (auto.create.topics.enable). */
export const noTopicCreation: TopicCreation = { ensure: async () => {}, close: async () => {} }

export function topicCreation(given: Given, configs: ClientConfigs, log: Log): TopicCreation {
  const groups = topicGroups(given)
  const known = new Set<string>()
  let admin: Promise<Admin> | undefined

  async function make(name: string): Promise<void> {
    admin ??= Admin.connect(configs)
    const client = await admin.catch(error => {
      admin = undefined
      throw error
    })
    const [found] = await client.describeTopics([name])
    if (found && !found.error) return
    const group = groups.find(({ matches }) => matches(name))!
    const [created] = await client.createTopics([{ name, ...group.topic }])
    if (created!.error && created!.error.name !== 'TOPIC_ALREADY_EXISTS')
      throw new ConnectError(
        `Task failed to create new topic ${name}. Ensure that the task is authorized to create topics or that the topic exists and restart the task`,
        { cause: created!.error },
      )
    log.info(`Created topic ${name} as topic.creation.${group.name} says`)
  }

  return {
    async ensure(topic) {
      if (known.has(topic)) return
      await make(topic)
      known.add(topic)
    },
    async close() {
      await (await admin?.catch(() => undefined))?.close()
    },
  }
}
