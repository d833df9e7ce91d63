/**
 * Groups of all kinds: list, describe, delete. A group is classic (JoinGroup) or of KIP-848; describing asks for the second and
 * falls back to the first, as Kafka does.
 * Source: Kafka 4.3 `DescribeConsumerGroupsHandler`, `ListGroupsOptions`; KIP-848. Not here: share and Streams groups beyond their
 * names.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { LeaveGroup } from '../../protocol/generated/apis/13-leave-group.ts'
import { DescribeGroups } from '../../protocol/generated/apis/15-describe-groups.ts'
import { ListGroups } from '../../protocol/generated/apis/16-list-groups.ts'
import { DeleteGroups } from '../../protocol/generated/apis/42-delete-groups.ts'
import { ConsumerGroupDescribe } from '../../protocol/generated/apis/69-consumer-group-describe.ts'
import { ConsumerProtocolAssignment } from '../../protocol/generated/records/consumer/consumer-protocol-assignment.ts'
import { Reader } from '../../protocol/reader.ts'
import type { Cluster } from '../cluster.ts'
import type { BrokerInfo } from '../metadata.ts'
import type { TopicPartition } from '../offsets.ts'
import { type Answers, askCoordinators } from './coordinated.ts'
import { failure, type Outcome } from './results.ts'

export interface GroupListing {
  id: string
  /** `consumer` for groups of consumers, `connect`, empty while nobody has joined. */
  protocol: string
  /** Empty: the broker is too old to say. */
  state: string
  /** Classic, Consumer, Share, Streams. */
  type: string
}

export interface GroupMember {
  id: string
  instanceId: string | null
  clientId: string
  host: string
  assignment: readonly TopicPartition[]
  /** Undefined: a classic group has none of the next three. */
  target: readonly TopicPartition[] | undefined
  epoch: number | undefined
  /** Speaks KIP-848 already, in a group that is on its way there. */
  upgraded: boolean | undefined
}

export interface GroupDescription {
  id: string
  type: 'Classic' | 'Consumer'
  state: string
  /** The assignor, or the protocol that a classic group has agreed on. */
  assignor: string
  coordinator: BrokerInfo
  members: readonly GroupMember[]
  epoch: number | undefined
  targetEpoch: number | undefined
}

/** Before it every group was a classic one. */
const TYPES_FROM = 5

/** What has a state, or a type, of these; empty: any. Brokers that know no types send all, so it is done again here. */
export interface GroupFilter {
  states?: readonly string[]
  types?: readonly string[]
  protocols?: readonly string[]
}

export async function listGroups(cluster: Cluster, filter: GroupFilter = {}): Promise<GroupListing[]> {
  const { states = [], types = [], protocols = [] } = filter
  const answers = await Promise.all(
    [...cluster.brokers.keys()].map(broker =>
      cluster.retry(async () => {
        const response = await cluster.request(ListGroups, broker, version => ({
          statesFilter: states,
          typesFilter: version >= TYPES_FROM ? types : [],
        }))
        const error = failure(response.errorCode, null, `the groups of broker ${broker}`)
        if (error) throw error
        return response.groups
      }),
    ),
  )
  const allowed = (list: readonly string[], value: string) =>
    list.length === 0 || list.some(each => each.toLowerCase() === value.toLowerCase())
  return answers
    .flat()
    .map(row => ({
      id: row.groupId,
      protocol: row.protocolType,
      state: row.groupState,
      type: capitalized(row.groupType || 'classic'),
    }))
    .filter(group => allowed(types, group.type) && allowed(protocols, group.protocol))
    .filter(group => allowed(states, group.state))
}

const capitalized = (word: string) => word[0]!.toUpperCase() + word.slice(1)

/** @returns each group, or why it cannot be told, in their order */
export async function describeGroups(cluster: Cluster, ids: readonly string[]): Promise<Answers<GroupDescription>> {
  const modern = await askCoordinators(cluster, 'group', ids, (coordinator, keys) =>
    describeModern(cluster, coordinator, keys),
  )
  const rest = ids.filter(id => isClassic(modern.get(id)))
  if (rest.length === 0) return modern
  const classic = await askCoordinators(cluster, 'group', rest, (coordinator, keys) =>
    describeClassic(cluster, coordinator, keys),
  )
  for (const [id, row] of classic) {
    const before = modern.get(id)
    // Both do not know it: the first answer says more.
    const both = row instanceof KafkaError && row.name === 'GROUP_ID_NOT_FOUND' && before instanceof KafkaError
    modern.set(id, both && before.name === 'GROUP_ID_NOT_FOUND' ? before : row)
  }
  return modern
}

const isClassic = (row: unknown) =>
  row instanceof KafkaError && (row.name === 'GROUP_ID_NOT_FOUND' || row.name === 'UNSUPPORTED_VERSION')

async function describeModern(cluster: Cluster, coordinator: BrokerInfo, ids: readonly string[]) {
  const response = await cluster.requestAt(ConsumerGroupDescribe, coordinator, {
    groupIds: ids,
    includeAuthorizedOperations: false,
  })
  const rows: Answers<GroupDescription> = new Map()
  for (const row of response.groups)
    rows.set(
      row.groupId,
      failure(row.errorCode, row.errorMessage, row.groupId) ?? {
        id: row.groupId,
        type: 'Consumer',
        state: row.groupState,
        assignor: row.assignorName,
        coordinator,
        epoch: row.groupEpoch,
        targetEpoch: row.assignmentEpoch,
        members: row.members.map(member => ({
          id: member.memberId,
          instanceId: member.instanceId,
          clientId: member.clientId,
          host: member.clientHost,
          assignment: partitionsOf(member.assignment),
          target: partitionsOf(member.targetAssignment),
          epoch: member.memberEpoch,
          upgraded: member.memberType === UNKNOWN_MEMBER ? undefined : member.memberType === CONSUMER_MEMBER,
        })),
      },
    )
  return rows
}
const UNKNOWN_MEMBER = -1
const CONSUMER_MEMBER = 1

const partitionsOf = ({
  topicPartitions,
}: {
  topicPartitions: readonly { topicName: string; partitions: readonly number[] }[]
}) =>
  topicPartitions.flatMap(({ topicName, partitions }) => partitions.map(partition => ({ topic: topicName, partition })))

async function describeClassic(cluster: Cluster, coordinator: BrokerInfo, ids: readonly string[]) {
  const response = await cluster.requestAt(DescribeGroups, coordinator, { groups: ids })
  const rows: Answers<GroupDescription> = new Map()
  for (const row of response.groups) {
    const error = failure(row.errorCode, row.errorMessage, row.groupId) ?? foreign(row)
    rows.set(
      row.groupId,
      error ?? {
        id: row.groupId,
        type: 'Classic',
        state: row.groupState,
        assignor: row.protocolData,
        coordinator,
        epoch: undefined,
        targetEpoch: undefined,
        members: row.members.map(member => ({
          id: member.memberId,
          instanceId: member.groupInstanceId,
          clientId: member.clientId,
          host: member.clientHost,
          assignment: assigned(member.memberAssignment),
          target: undefined,
          epoch: undefined,
          upgraded: undefined,
        })),
      },
    )
  }
  return rows
}

/** Connect's workers are groups too; what their members have is none of a consumer's business. */
const foreign = ({ groupId, protocolType }: { groupId: string; protocolType: string }) =>
  protocolType === '' || protocolType === 'consumer'
    ? undefined
    : new KafkaError('INCONSISTENT_GROUP_PROTOCOL', `GroupId ${groupId} is not a consumer group (${protocolType}).`)

/** What a leader gave to a member, in the consumers' own format: a version, then partitions by topic. */
function assigned(bytes: Buffer): TopicPartition[] {
  if (bytes.length === 0) return []
  const reader = new Reader(bytes)
  const { min, max, read } = ConsumerProtocolAssignment
  const version = Math.max(min, Math.min(reader.int16(), max))
  return read(reader, version).assignedPartitions.flatMap(({ topic, partitions }) =>
    partitions.map(partition => ({ topic, partition })),
  )
}

/** @returns each group with its error */
export async function deleteGroups(cluster: Cluster, ids: readonly string[]): Promise<({ id: string } & Outcome)[]> {
  const rows = await askCoordinators(cluster, 'group', ids, async (coordinator, keys) => {
    const response = await cluster.requestAt(DeleteGroups, coordinator, { groupsNames: keys })
    return new Map(
      response.results.map(({ groupId, errorCode }) => [groupId, failure(errorCode, null, groupId) ?? true] as const),
    )
  })
  return [...rows].map(([id, row]) => ({ id, error: row instanceof KafkaError ? row : undefined }))
}

/** Members of a classic group leave, whether they want to or not. @returns each with its error */
export async function removeMembers(
  cluster: Cluster,
  { id, members }: Pick<GroupDescription, 'id' | 'members'>,
): Promise<({ id: string } & Outcome)[]> {
  const rows = await askCoordinators(cluster, 'group', [id], async coordinator => {
    const leaving = members.map(member => ({ memberId: member.id, groupInstanceId: member.instanceId }))
    const response = await cluster.requestAt(
      LeaveGroup,
      coordinator,
      { groupId: id, members: leaving },
      { minVersion: SEVERAL_MEMBERS },
    )
    return new Map([[id, failure(response.errorCode, null, id) ?? response.members]])
  })
  const row = rows.get(id)!
  if (row instanceof KafkaError) throw row
  return row.map(({ memberId, errorCode }) => ({ id: memberId, error: failure(errorCode, null, memberId) }))
}
/** LeaveGroup takes several members from this version on. */
const SEVERAL_MEMBERS = 3
