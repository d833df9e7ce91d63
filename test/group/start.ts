/** A group coordinator without a broker: one partition in memory, a clock that is moved, topics that are said, and members. */
import type { AssignorName } from '../../src/group/consumer/target.ts'
import { GroupCoordinator } from '../../src/group/coordinator.ts'
import type { MigrationPolicy } from '../../src/group/migration/downgrade.ts'
import { GroupStore } from '../../src/group/store.ts'
import { VirtualClock } from '../../src/lib/clock.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { type Random, seededRandom } from '../../src/lib/random.ts'
import { HOURS, MINUTES, SECONDS } from '../../src/lib/units.ts'
import { errorName, KafkaError } from '../../src/protocol/errors.ts'
import type { JoinGroupRequest } from '../../src/protocol/generated/apis/11-join-group.ts'
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponseInit,
} from '../../src/protocol/generated/apis/68-consumer-group-heartbeat.ts'
import { ConsumerProtocolAssignment } from '../../src/protocol/generated/records/consumer/consumer-protocol-assignment.ts'
import { ConsumerProtocolSubscription } from '../../src/protocol/generated/records/consumer/consumer-protocol-subscription.ts'
import type { Message } from '../../src/protocol/message.ts'
import { Reader } from '../../src/protocol/reader.ts'
import { decodeRecords } from '../../src/protocol/record.ts'
import { Writer } from '../../src/protocol/writer.ts'
import { MemoryLog } from '../kit/memory-log.ts'

export const GROUP = 'g'
/** Ids that a reader can tell apart. */
export const idOf = (topic: string) => `${topic.padEnd(21, '_')}A`

export interface StartOptions {
  log?: MemoryLog
  clock?: VirtualClock
  random?: Random
  /** Partitions by topic; may change while the coordinator runs. */
  topics?: Map<string, number>
  policy?: MigrationPolicy
  maxSize?: number
  consumerMaxSize?: number
  rebalanceDelayMs?: number
  /** Default: no file at all. */
  file?: string
}

export function startGroups({
  log = new MemoryLog('__consumer_offsets-0'),
  clock = new VirtualClock(1_000_000),
  random = seededRandom(1),
  topics = new Map([['orders', 4]]),
  policy = 'bidirectional',
  maxSize = 1000,
  consumerMaxSize = 1000,
  rebalanceDelayMs = 0,
  file = ':memory:',
}: StartOptions = {}) {
  const said: string[] = []
  const settings = {
    policy,
    maxSize,
    consumerMaxSize,
    assignors: ['uniform', 'range'] as AssignorName[],
    retentionMs: 7 * 24 * HOURS,
    metadataMax: 4096,
  }
  const topicOf = (name: string | undefined) => {
    const partitionCount = name === undefined ? undefined : topics.get(name)
    return partitionCount === undefined ? undefined : { id: idOf(name!), name: name!, partitionCount }
  }
  const store = new GroupStore({
    file,
    now: () => clock.now(),
    partitionCount: () => 1,
    partition: () => ({ log, leaderEpoch: 0 }),
  })
  const coordinator = new GroupCoordinator({
    store,
    clock,
    random,
    logger: createLogger({ write: line => said.push(line) }),
    topics: {
      byName: topicOf,
      byId: id => topicOf([...topics.keys()].find(name => idOf(name) === id)),
      names: () => topics.keys(),
      get version() {
        return topics.size
      },
    },
    classic: () => ({
      initialRebalanceDelayMs: rebalanceDelayMs,
      maxSize: settings.maxSize,
      minSessionTimeoutMs: 6 * SECONDS,
      maxSessionTimeoutMs: 30 * MINUTES,
    }),
    consumer: () => ({
      maxSize: settings.consumerMaxSize,
      heartbeatIntervalMs: 5 * SECONDS,
      sessionTimeoutMs: 45 * SECONDS,
      regexRefreshIntervalMs: 10 * MINUTES,
      assignors: settings.assignors,
      migration: {
        policy: settings.policy,
        classicMaxSize: settings.maxSize,
        consumerMaxSize: settings.consumerMaxSize,
      },
    }),
    offsets: () => ({
      maxMetadataBytes: settings.metadataMax,
      retentionMs: settings.retentionMs,
      checkIntervalMs: 10 * MINUTES,
    }),
  })
  return { coordinator, groups: coordinator.groups, store, log, clock, topics, settings, said }
}

export type Started = ReturnType<typeof startGroups>

/** What was refused, by name; or undefined. */
export async function refusal(ask: () => unknown): Promise<string | undefined> {
  try {
    const answer = (await ask()) as { errorCode?: number } | undefined
    const code = answer?.errorCode ?? 0
    return code === 0 ? undefined : errorName(code)
  } catch (error) {
    if (error instanceof KafkaError) return error.name
    throw error
  }
}

export interface Subscribing {
  topics?: readonly string[]
  owned?: Readonly<Record<string, readonly number[]>>
  version?: number
  /** In which generation `owned` was assigned. */
  generation?: number
}

const named = (partitions: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(partitions).map(([topic, partitions]) => ({ topic, partitions }))

export const subscription = ({ topics = ['orders'], owned = {}, version = 3, generation = -1 }: Subscribing = {}) =>
  encoded(ConsumerProtocolSubscription, { topics, ownedPartitions: named(owned), generationId: generation }, version)

export const assignment = (partitions: Readonly<Record<string, readonly number[]>>, userData: Buffer | null = null) =>
  encoded(ConsumerProtocolAssignment, { assignedPartitions: named(partitions), userData }, 1)

export function readAssignment(bytes: Buffer): Record<string, readonly number[]> {
  if (bytes.length === 0) return {}
  const reader = new Reader(bytes)
  const { assignedPartitions } = ConsumerProtocolAssignment.read(reader, reader.int16())
  return Object.fromEntries(assignedPartitions.map(({ topic, partitions }) => [topic, [...partitions].sort()]))
}

function encoded<Init>(message: Message<unknown, Init>, value: Init, version: number): Buffer {
  const writer = new Writer()
  writer.int16(version)
  message.write(writer, value, version)
  return writer.toBuffer()
}

export const caller = (apiVersion: number) => ({ clientId: 'client', clientHost: '/127.0.0.1', apiVersion })

export const joinRequest = (memberId: string, more: Partial<JoinGroupRequest> & Subscribing = {}): JoinGroupRequest => {
  const { topics, owned, version, generation, ...request } = more
  return {
    groupId: GROUP,
    sessionTimeoutMs: 10 * SECONDS,
    rebalanceTimeoutMs: 30 * SECONDS,
    memberId,
    groupInstanceId: null,
    protocolType: 'consumer',
    protocols: [
      {
        name: 'range',
        metadata: subscription({
          ...(topics && { topics }),
          ...(owned && { owned }),
          ...(version && { version }),
          ...(generation && { generation }),
        }),
      },
    ],
    reason: null,
    ...request,
  }
}

/** Join with the id given, or with the one that is given on the first try. */
export async function join(
  { coordinator }: Started,
  memberId = '',
  more: Partial<JoinGroupRequest> & Subscribing = {},
  version = 9,
) {
  const first = await coordinator.joinGroup(joinRequest(memberId, more), caller(version))
  if (errorName(first.errorCode ?? 0) !== 'MEMBER_ID_REQUIRED') return first
  return coordinator.joinGroup(joinRequest(first.memberId, more), caller(version))
}

export const syncRequest = (
  memberId: string,
  generationId: number,
  shares: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {},
) => ({
  groupId: GROUP,
  generationId,
  memberId,
  groupInstanceId: null as string | null,
  protocolType: null as string | null,
  protocolName: null as string | null,
  assignments: Object.entries(shares).map(([memberId, share]) => ({ memberId, assignment: assignment(share) })),
})

export const sync = (
  { coordinator }: Started,
  memberId: string,
  generationId: number,
  shares: Parameters<typeof syncRequest>[2] = {},
) => coordinator.syncGroup(syncRequest(memberId, generationId, shares))

export const heartbeat = ({ coordinator }: Started, memberId: string, generationId: number) =>
  coordinator.heartbeat({ groupId: GROUP, memberId, generationId, groupInstanceId: null })

/** A stable classic group of one member with all partitions. */
export async function stable(started: Started, more: Partial<JoinGroupRequest> & Subscribing = {}) {
  const joining = join(started, '', more)
  await turn(started)
  const { memberId = '', generationId = -1 } = await joining
  await sync(started, memberId, generationId, { [memberId]: { orders: [0, 1, 2, 3] } })
  return { memberId, generationId }
}

/** One turn of the event loop, and what is due at once. */
export async function turn({ clock }: Pick<Started, 'clock'>): Promise<void> {
  for (let i = 0; i < 3; i++) {
    clock.advance(0)
    await new Promise(resolve => setImmediate(resolve))
  }
}

/** A heartbeat of the consumer protocol; epoch 0 joins. `owns` is by topic name. */
export function beat(
  { coordinator }: Started,
  memberId: string,
  memberEpoch: number,
  more: Partial<ConsumerGroupHeartbeatRequest> & { owns?: Readonly<Record<string, readonly number[]>> } = {},
): Promise<ConsumerGroupHeartbeatResponseInit> {
  const { owns, ...request } = more
  const joining = memberEpoch === 0
  return coordinator.consumerGroupHeartbeat(
    {
      groupId: GROUP,
      memberId,
      memberEpoch,
      instanceId: null,
      rackId: null,
      rebalanceTimeoutMs: joining ? 30 * SECONDS : -1,
      subscribedTopicNames: joining ? ['orders'] : null,
      subscribedTopicRegex: null,
      serverAssignor: null,
      topicPartitions: owns
        ? Object.entries(owns).map(([topic, partitions]) => ({ topicId: idOf(topic), partitions }))
        : joining
          ? []
          : null,
      ...request,
    },
    caller(1),
  )
}

/** Partitions that a heartbeat's answer gives, by topic id's name. */
export const given = ({ assignment }: ConsumerGroupHeartbeatResponseInit) =>
  assignment?.topicPartitions.flatMap(({ partitions }) => [...partitions]).sort()

/** Key types of the records that were written, from `from` on: `2`, or `-2` for a tombstone. */
export const written = ({ log }: Started, from = 0): number[] =>
  log.bytes
    .slice(from)
    .flatMap(bytes => decodeRecords(bytes).map(({ key, value }) => key!.readInt16BE(0) * (value === null ? -1 : 1)))
