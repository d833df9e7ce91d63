/**
 * Settings that every connector has, beside its own: in the order, the groups and with the names that REST tells.
 * Source: Kafka 4.3.1 `ConnectorConfig`, `SourceConnectorConfig`, `SinkConnectorConfig`.
 */
import { MINUTES } from '../../lib/units.ts'
import { type Setting, settings } from '../plugin.ts'
import { invalid } from '../settings.ts'

const GROUPS = {
  common: 'Common',
  transforms: 'Transforms',
  predicates: 'Predicates',
  errors: 'Error Handling',
  topics: 'Topic Creation',
  exactlyOnce: 'Exactly Once Support',
  offsets: 'offsets.topic',
} as const

const converter = (what: string, order: number, name: string): Setting => ({
  type: 'class',
  default: null,
  importance: 'low',
  group: GROUPS.common,
  order,
  width: 'short',
  displayName: `${name} converter class`,
  doc: `How ${what} look in topics. Default: as the worker says.`,
})
const version = (order: number, name: string, more: Partial<Setting> = {}): Setting => ({
  type: 'string',
  default: null,
  importance: 'low',
  group: GROUPS.common,
  order,
  width: 'short',
  displayName: `${name} version`,
  doc: 'Which version of it: a range, such as [1.0,2.0). Default: the newest.',
  check: (value: string | null) => (value === null || isRange(value) ? undefined : `Invalid version range ${value}`),
  ...more,
})

/** `1.0`, `[1.0]`, `[1.0,2.0)`, `(,2.0]`. */
const isRange = (text: string) => /^[\w.-]+$|^[[(][\w.-]*(,[\w.-]*)?[\])]$/.test(text.trim())

type Check = (value: never, name: string) => string | undefined

const unique = ((words: readonly string[], name: string) =>
  new Set(words).size < words.length ? invalid(name, words, 'Duplicate alias provided.') : undefined) as Check

const topicList = ((words: readonly string[], name: string) =>
  new Set(words).size < words.length
    ? `Configuration '${name}' values must not be duplicated.`
    : words.includes('')
      ? `Configuration '${name}' values must not be empty.`
      : undefined) as Check

/** A list that says by itself what a second of the same is. */
const aliases = (group: string, order: number, displayName: string, doc: string): Setting => ({
  type: 'list',
  default: [],
  importance: 'low',
  group,
  order,
  width: 'long',
  displayName,
  doc,
  check: unique,
})

/** Control characters make no name. */
const isName = (value: string, name: string) =>
  value === ''
    ? invalid(name, value, 'String may not be empty')
    : /[\u0000-\u001f\u007f-\u009f]/.test(value)
      ? invalid(
          name,
          value,
          'String may not contain control sequences but had the following ASCII chars: ' +
            [...value]
              .filter(c => /[\u0000-\u001f\u007f-\u009f]/.test(c))
              .map(c => c.charCodeAt(0))
              .join(', '),
        )
      : undefined

export const connectorSettings = settings({
  name: {
    type: 'string',
    importance: 'high',
    group: GROUPS.common,
    order: 1,
    width: 'medium',
    displayName: 'Connector name',
    doc: 'No other connector has it.',
    check: isName as Check,
  },
  'connector.class': {
    type: 'string',
    importance: 'high',
    group: GROUPS.common,
    order: 2,
    width: 'long',
    displayName: 'Connector class',
    doc: 'Which plugin: its full name, or the last part of it, with or without "Connector" at the end.',
  },
  'connector.plugin.version': version(3, 'Connector', { importance: 'medium', width: 'medium' }),
  'tasks.max': {
    type: 'int',
    default: 1,
    min: 1,
    importance: 'high',
    group: GROUPS.common,
    order: 4,
    width: 'short',
    displayName: 'Tasks max',
    doc: 'How many tasks there may be.',
  },
  'tasks.max.enforce': {
    type: 'boolean',
    default: true,
    importance: 'low',
    group: GROUPS.common,
    order: 5,
    width: 'short',
    displayName: 'Enforce tasks max',
    doc: 'Whether a connector that makes more tasks than tasks.max fails.',
  },
  'key.converter': converter('keys', 6, 'Key'),
  'key.converter.plugin.version': version(7, 'Key converter'),
  'value.converter': converter('values', 8, 'Value'),
  'value.converter.plugin.version': version(9, 'Value converter'),
  'header.converter': converter('headers', 10, 'Header'),
  'header.converter.plugin.version': version(11, 'Header converter'),
  transforms: aliases(
    GROUPS.transforms,
    12,
    'Transforms',
    'Names of transforms, in their order; each has a transforms.<name>.type and settings of its own.',
  ),
  predicates: aliases(
    GROUPS.predicates,
    13,
    'Predicates',
    'Names of predicates; each has a predicates.<name>.type. Transforms name them.',
  ),
  'config.action.reload': {
    type: 'string',
    default: 'restart',
    values: ['none', 'restart'],
    importance: 'low',
    group: GROUPS.common,
    order: 14,
    width: 'medium',
    displayName: 'Reload Action',
    doc: 'What becomes of the connector when a value that a provider gave for a time is over.',
  },
  'errors.retry.timeout': {
    type: 'long',
    default: 0,
    importance: 'medium',
    group: GROUPS.errors,
    order: 1,
    width: 'medium',
    displayName: 'Retry Timeout for Errors',
    doc: 'Milliseconds for which something that failed and may work later is tried again. 0: not; -1: no end.',
  },
  'errors.retry.delay.max.ms': {
    type: 'long',
    default: 1 * MINUTES,
    importance: 'medium',
    group: GROUPS.errors,
    order: 2,
    width: 'medium',
    displayName: 'Maximum Delay Between Retries for Errors',
    doc: 'The longest wait between two tries.',
  },
  'errors.tolerance': {
    type: 'string',
    default: 'none',
    values: ['none', 'all'],
    importance: 'medium',
    group: GROUPS.errors,
    order: 3,
    width: 'short',
    displayName: 'Error Tolerance',
    doc: 'none: a record that cannot be converted fails its task; all: it is passed over.',
  },
  'errors.log.enable': {
    type: 'boolean',
    default: false,
    importance: 'medium',
    group: GROUPS.errors,
    order: 4,
    width: 'short',
    displayName: 'Log Errors',
    doc: 'Whether each such record is a line of the log.',
  },
  'errors.log.include.messages': {
    type: 'boolean',
    default: false,
    importance: 'medium',
    group: GROUPS.errors,
    order: 5,
    width: 'short',
    displayName: 'Log Error Details',
    doc: 'Whether that line says what the record was.',
  },
})

export const sourceSettings = settings({
  ...connectorSettings,
  'topic.creation.groups': {
    type: 'list',
    default: [],
    importance: 'low',
    group: GROUPS.topics,
    order: 1,
    width: 'long',
    displayName: 'Topic Creation Groups',
    doc: 'Names of groups of topics that are created; each has topic.creation.<name>.include and more.',
    check: unique,
  },
  'exactly.once.support': {
    type: 'string',
    default: 'requested',
    values: ['REQUIRED', 'REQUESTED'],
    anyCase: true,
    importance: 'medium',
    group: GROUPS.exactlyOnce,
    order: 2,
    width: 'short',
    displayName: 'Exactly once support',
    doc: 'required: refuse to run when the connector cannot, or does not say that it can, write each record once.',
  },
  'transaction.boundary': {
    type: 'string',
    default: 'poll',
    values: ['INTERVAL', 'POLL', 'CONNECTOR'],
    anyCase: true,
    importance: 'medium',
    group: GROUPS.exactlyOnce,
    order: 3,
    width: 'short',
    displayName: 'Transaction Boundary',
    doc: 'When a transaction ends: after each poll, after an interval, or where the connector says.',
  },
  'transaction.boundary.interval.ms': {
    type: 'long',
    default: null,
    min: 0,
    importance: 'low',
    group: GROUPS.exactlyOnce,
    order: 4,
    width: 'short',
    displayName: 'Transaction boundary interval',
    doc: 'That interval. Default: offset.flush.interval.ms of the worker.',
  },
  'offsets.storage.topic': {
    type: 'string',
    default: null,
    nonEmpty: true,
    importance: 'low',
    group: GROUPS.offsets,
    order: 1,
    width: 'long',
    displayName: 'Offsets topic',
    doc: "A topic for this connector's offsets alone. Default: the worker's.",
  },
})

export const sinkSettings = settings({
  ...connectorSettings,
  topics: {
    type: 'list',
    default: [],
    importance: 'high',
    group: GROUPS.common,
    order: 4,
    width: 'long',
    displayName: 'Topics',
    doc: 'Topics to read. This, or topics.regex.',
    check: topicList,
  },
  'topics.regex': {
    type: 'string',
    default: '',
    importance: 'high',
    group: GROUPS.common,
    order: 4,
    width: 'long',
    displayName: 'Topics regex',
    doc: 'An expression that the whole name of a topic to read matches.',
    check: (value: string, name: string) => {
      try {
        new RegExp(value)
        return undefined
      } catch {
        return invalid(name, value, 'Invalid regex')
      }
    },
  },
  'errors.deadletterqueue.topic.name': {
    type: 'string',
    default: '',
    importance: 'medium',
    group: GROUPS.errors,
    order: 6,
    width: 'medium',
    displayName: 'Dead Letter Queue Topic Name',
    doc: 'A topic for records that were given up. Empty: none.',
  },
  'errors.deadletterqueue.topic.replication.factor': {
    type: 'short',
    default: 3,
    importance: 'medium',
    group: GROUPS.errors,
    order: 7,
    width: 'medium',
    displayName: 'Dead Letter Queue Topic Replication Factor',
    doc: 'Its replication factor, if it is not there yet.',
  },
  'errors.deadletterqueue.context.headers.enable': {
    type: 'boolean',
    default: false,
    importance: 'medium',
    group: GROUPS.errors,
    order: 8,
    width: 'medium',
    displayName: 'Enable Error Context Headers',
    doc: 'Whether headers __connect.errors.* say where and why a record was given up.',
  },
})
