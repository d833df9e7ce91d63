/**
 * Metadata as a tree of folders and files: /image/topics/byName/orders/0. The names, and the text of each file, are Kafka's.
 * Source: Kafka 4.3 `org.apache.kafka.image.node`, `MetadataShell`.
 * Otherwise than there: the default of a kind in a client quota is `user()`; there it has no name, and its quotas cannot be
 * looked at. isMigratingZkBroker and zkMigrationReady are always false: ZooKeeper is gone.
 */
import { aclOperations, patternTypes, permissionTypes, resourceTypes } from '../../client/admin/acls.ts'
import { entityOf } from '../../metadata/quotas.ts'
import type { View } from '../../view/view.ts'
import { javaDouble } from '../deserializers.ts'
import { metadataName } from '../feature-levels.ts'
import { KAFKA_VERSION, VERSION } from '../version.ts'
import type { Image, Provenance } from './image.ts'
import { aclText, brokerText, controllerText, partitionText, scramText, timeText, tokenText } from './texts.ts'

/** `value`: the same as `text`, for programs. */
export interface Leaf {
  readonly kind: 'leaf'
  readonly text: string
  readonly value: unknown
}
/** Children are made when they are asked for. */
export interface Folder {
  readonly kind: 'folder'
  /** In order. */
  names(): string[]
  child(name: string): Node | undefined
}
export type Node = Leaf | Folder

// biome-ignore lint/suspicious/noExplicitAny: a row of any table; the schema says which columns it has
export type Row = Record<string, any>

export const leaf = (text: string, value: unknown = text): Leaf => ({ kind: 'leaf', text, value })

/** A few children, all known. */
const folder = (children: Readonly<Record<string, () => Node>>): Folder => ({
  kind: 'folder',
  names: () => Object.keys(children).sort(),
  child: name => (Object.hasOwn(children, name) ? children[name]!() : undefined),
})

/** A child for each row. The rows are asked for once: an image does not change. */
function rows(all: () => readonly Row[], nameOf: (row: Row) => string, nodeOf: (row: Row) => Node): Folder {
  let byName: Map<string, Row> | undefined
  const known = () => {
    byName ??= new Map(all().map(row => [nameOf(row), row]))
    return byName
  }
  return {
    kind: 'folder',
    names: () => [...known().keys()].sort(),
    child(name) {
      const found = known().get(name)
      return found && nodeOf(found)
    },
  }
}

export const rootOf = ({ view, provenance }: Image): Folder =>
  folder({
    image: () => imageOf(view, provenance),
    local: () => folder({ version: () => leaf(KAFKA_VERSION), commitId: () => leaf(`tskafka-${VERSION}`) }),
  })

const imageOf = (view: View, provenance: Provenance): Folder =>
  folder({
    acls: () => folder({ byId: () => table(view, 'acl', 'acl_id', aclNode) }),
    clientQuotas: () => quotasOf(view),
    cluster: () =>
      folder({
        brokers: () => table(view, 'broker', 'broker_id', brokerNode),
        controllers: () => table(view, 'controller', 'controller_id', controllerNode),
      }),
    configs: () => configsOf(view),
    delegationToken: () => table(view, 'delegation_token', 'token_id', row => leaf(tokenText(row), tokenJson(row))),
    features: () => featuresOf(view),
    producerIds: () => folder({ nextProducerId: () => nextProducerId(view) }),
    provenance: () =>
      leaf(`offset ${provenance.offset}, epoch ${provenance.epoch}, time ${timeText(provenance.timeMs)}`, provenance),
    scram: () => folder({ 'SCRAM-SHA-256': () => scramOf(view, 1), 'SCRAM-SHA-512': () => scramOf(view, 2) }),
    topics: () =>
      folder({
        byId: () => topicsOf(view, 'topic_id'),
        byName: () => topicsOf(view, 'name'),
      }),
  })

const all = (view: View, sql: string, ...values: unknown[]) => view.sql<Row>(sql).all(...values)

const table = (view: View, name: string, key: string, node: (row: Row) => Node) =>
  rows(
    () => all(view, `SELECT * FROM ${name}`),
    row => String(row[key]),
    node,
  )

/** A name or an id finds its row by the index: there may be a hundred thousand topics. */
const topicsOf = (view: View, column: 'name' | 'topic_id'): Folder => ({
  kind: 'folder',
  names: () =>
    all(view, 'SELECT name, topic_id FROM topic')
      .map(row => row[column] as string)
      .sort(),
  child(name) {
    const [row] = all(view, `SELECT * FROM topic WHERE ${column} = ?`, name)
    return row && topicNode(view, row)
  },
})

const topicNode = (view: View, { name, topic_id: id }: Row): Folder => {
  const facts: Readonly<Record<string, () => Node>> = { name: () => leaf(name), id: () => leaf(id) }
  return {
    kind: 'folder',
    names: () =>
      [
        ...Object.keys(facts),
        ...all(view, 'SELECT partition FROM partition WHERE topic_id = ?', id).map(row => String(row['partition'])),
      ].sort(),
    child(word) {
      if (Object.hasOwn(facts, word)) return facts[word]!()
      if (!/^\d+$/.test(word)) return undefined
      const [row] = all(view, 'SELECT * FROM partition WHERE topic_id = ? AND partition = ?', id, Number(word))
      return row && leaf(partitionText(row), partitionJson(row))
    },
  }
}

const partitionJson = ({
  topic_id: _,
  partition,
  leader,
  leader_epoch,
  partition_epoch,
  leader_recovery,
  ...lists
}: Row) => ({
  partition,
  leader,
  leaderEpoch: leader_epoch,
  partitionEpoch: partition_epoch,
  leaderRecoveryState: leader_recovery,
  ...Object.fromEntries(Object.entries(lists).map(([name, text]) => [camel(name), JSON.parse(text)])),
})

/** A row's columns as a program would call them; what is JSON in a column is JSON here. */
const rowJson = (row: Row): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      camel(name),
      typeof value === 'string' && value.startsWith('[') ? JSON.parse(value) : value,
    ]),
  )
const camel = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const brokerNode = (row: Row) =>
  leaf(brokerText(row), {
    ...rowJson(row),
    fenced: row['fenced'] === 1,
    inControlledShutdown: row['in_controlled_shutdown'] === 1,
  })
const controllerNode = (row: Row) => leaf(controllerText(row), rowJson(row))
const tokenJson = ({ renewers, ...row }: Row) => ({ ...rowJson(row), renewers: JSON.parse(renewers) })

const aclNode = (row: Row) => {
  const acl = {
    resourceType: resourceTypes[row['resource_type']],
    resourceName: row['resource_name'],
    patternType: patternTypes[row['pattern_type']],
    principal: row['principal'],
    host: row['host'],
    operation: aclOperations[row['operation']],
    permissionType: permissionTypes[row['permission']],
  }
  return leaf(aclText(acl), acl)
}

const scramOf = (view: View, mechanism: number) =>
  rows(
    () => all(view, 'SELECT * FROM scram WHERE mechanism = ?', mechanism),
    row => row['user'],
    row => leaf(scramText(row)),
  )

const featuresOf = (view: View): Folder => {
  const levels = () => all(view, 'SELECT name, level FROM feature')
  const isMetadata = ({ name }: Row) => name === 'metadata.version'
  return {
    kind: 'folder',
    names: () =>
      [
        'metadataVersion',
        ...levels()
          .filter(row => !isMetadata(row))
          .map(({ name }) => `finalized_${name}`),
      ].sort(),
    child(name) {
      if (name === 'metadataVersion') {
        const level = levels().find(isMetadata)?.['level'] as number | undefined
        return level === undefined ? leaf('Optional.empty', null) : leaf(`Optional[${metadataName(level)}]`, level)
      }
      const feature = /^finalized_(.*)$/.exec(name)?.[1]
      if (feature === undefined) return undefined
      const level = levels().find(row => row['name'] === feature && !isMetadata(row))?.['level'] ?? 0
      return leaf(String(level), level)
    },
  }
}

const nextProducerId = (view: View) => {
  const next = all(view, 'SELECT next_producer_id FROM producer_ids')[0]?.['next_producer_id'] ?? -1
  return leaf(String(next), next)
}

const resources: Readonly<Record<number, string>> = {
  2: 'TOPIC',
  4: 'BROKER',
  8: 'BROKER_LOGGER',
  16: 'CLIENT_METRICS',
  32: 'GROUP',
}

const configsOf = (view: View) =>
  rows(
    () => all(view, 'SELECT DISTINCT resource_type, resource_name FROM config'),
    ({ resource_type: type, resource_name: name }) =>
      `${resources[type] ?? `TYPE_${type}`}${name === '' ? '' : `:${name}`}`,
    ({ resource_type: type, resource_name: name }) =>
      rows(
        () => all(view, 'SELECT name, value FROM config WHERE resource_type = ? AND resource_name = ?', type, name),
        row => row['name'],
        row => leaf(row['value']),
      ),
  )

/** clientId, ip, user: in this order, with an underscore between. */
const kinds = { 'client-id': 'clientId', ip: 'ip', user: 'user' }
const escaped = (name: string) => name.replace(/[\\()]/g, '\\$&')
const entityName = ({ entity }: Row): string => {
  const parts = new Map(entityOf(entity).map(({ entityType, entityName }) => [entityType, entityName]))
  return Object.entries(kinds)
    .filter(([type]) => parts.has(type))
    .map(([type, word]) => `${word}(${escaped(parts.get(type) ?? '')})`)
    .join('_')
}

const quotasOf = (view: View) =>
  rows(
    () => all(view, 'SELECT DISTINCT entity FROM client_quota'),
    entityName,
    ({ entity }) =>
      rows(
        () => all(view, 'SELECT key, value FROM client_quota WHERE entity = ?', entity),
        row => row['key'],
        row => leaf(javaDouble(row['value']), row['value']),
      ),
  )
