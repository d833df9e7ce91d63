/** Metadata records at random, but such that each could come where it comes: what they change is there. */
import type { Random } from '../../src/lib/random.ts'
import { randomUuid, type Uuid } from '../../src/lib/uuid.ts'

interface Any {
  apiKey: number
  value: unknown
}

interface State {
  random: Random
  topics: Map<Uuid, { name: string; partitions: number }>
  brokers: Map<number, number>
  acls: Uuid[]
  tokens: string[]
}

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)]!
const some = (random: Random, n: number) => Array.from({ length: random.below(n + 1) }, (_, i) => i + 1)

const makers: readonly ((state: State) => Any | undefined)[] = [
  ({ random, brokers }) => {
    const brokerId = random.below(5)
    brokers.set(brokerId, random.below(1000))
    return {
      apiKey: 0,
      value: {
        brokerId,
        incarnationId: randomUuid(random),
        brokerEpoch: brokers.get(brokerId),
        endPoints: some(random, 3).map(n => ({ name: `L${n}`, host: 'h', port: n, securityProtocol: 0 })),
        features: some(random, 2).map(n => ({ name: `f${n}`, minSupportedVersion: 0, maxSupportedVersion: n })),
        rack: pick(random, [null, 'r1', '']),
        fenced: random.below(2) === 0,
        inControlledShutdown: random.below(2) === 0,
        logDirs: some(random, 2).map(() => randomUuid(random)),
        cordonedLogDirs: pick(random, [null, [], [randomUuid(random)]]),
      },
    }
  },
  ({ random, brokers }) => {
    const [brokerId, brokerEpoch] = pick(random, [...brokers]) ?? []
    if (brokerId === undefined) return undefined
    return {
      apiKey: 17,
      value: {
        brokerId,
        brokerEpoch,
        fenced: pick(random, [-1, 0, 1]),
        inControlledShutdown: pick(random, [-1, 0, 1]),
        logDirs: some(random, 1).map(() => randomUuid(random)),
        cordonedLogDirs: pick(random, [null, [], [randomUuid(random)]]),
      },
    }
  },
  ({ random, brokers }) => {
    const [brokerId, brokerEpoch] = pick(random, [...brokers]) ?? []
    if (brokerId === undefined || random.below(10) < 7) return undefined
    brokers.delete(brokerId)
    return { apiKey: 1, value: { brokerId, brokerEpoch } }
  },
  ({ random }) => ({
    apiKey: 27,
    value: {
      controllerId: random.below(3),
      incarnationId: randomUuid(random),
      zkMigrationReady: false,
      endPoints: some(random, 2).map(n => ({ name: `C${n}`, host: 'h', port: n, securityProtocol: 0 })),
      features: [],
    },
  }),
  ({ random, topics }) => {
    const topicId = randomUuid(random)
    const name = `t${topics.size}-${random.below(1e9)}`
    topics.set(topicId, { name, partitions: 0 })
    return { apiKey: 2, value: { name, topicId } }
  },
  ({ random, topics }) => {
    const [topicId, topic] = pick(random, [...topics]) ?? []
    if (!topic) return undefined
    return {
      apiKey: 3,
      value: {
        topicId,
        partitionId: topic.partitions++,
        replicas: some(random, 3),
        isr: some(random, 3),
        addingReplicas: some(random, 1),
        removingReplicas: some(random, 1),
        leader: random.below(3) - 1,
        leaderEpoch: random.below(9),
        partitionEpoch: random.below(9),
        eligibleLeaderReplicas: pick(random, [null, [], [1]]),
        lastKnownElr: pick(random, [null, [], [2]]),
        directories: [randomUuid(random)],
        leaderRecoveryState: random.below(2),
      },
    }
  },
  ({ random, topics }) => {
    const [topicId, topic] = pick(random, [...topics]) ?? []
    if (!topic || topic.partitions === 0) return undefined
    return {
      apiKey: 5,
      value: {
        topicId,
        partitionId: random.below(topic.partitions),
        isr: pick(random, [null, [1], []]),
        replicas: pick(random, [null, [1, 2]]),
        removingReplicas: null,
        addingReplicas: null,
        eligibleLeaderReplicas: pick(random, [null, [], [1]]),
        lastKnownElr: null,
        directories: null,
        leader: pick(random, [-2, -1, 1]),
        leaderRecoveryState: pick(random, [-1, 0, 1]),
      },
    }
  },
  ({ random, topics }) => {
    const [topicId] = pick(random, [...topics]) ?? []
    if (topicId === undefined || random.below(5) > 0) return undefined
    topics.delete(topicId)
    return { apiKey: 9, value: { topicId } }
  },
  ({ random, topics }) => ({
    apiKey: 4,
    value: {
      ...pick(random, [
        { resourceType: 2, resourceName: [...topics.values()][0]?.name ?? 'gone' },
        { resourceType: 4, resourceName: pick(random, ['', '1']) },
        { resourceType: 32, resourceName: 'g' },
      ]),
      name: `c${random.below(4)}`,
      value: pick(random, [null, '', 'v', 'ä']),
    },
  }),
  ({ random }) => ({ apiKey: 12, value: { name: `feature${random.below(4)}`, featureLevel: random.below(3) } }),
  ({ random }) => ({
    apiKey: 14,
    value: {
      entity: pick(random, [
        [{ entityType: 'user', entityName: null }],
        [
          { entityType: 'user', entityName: 'u' },
          { entityType: 'client-id', entityName: 'c' },
        ],
        [{ entityType: 'ip', entityName: '10.0.0.1' }],
      ]),
      key: pick(random, ['producer_byte_rate', 'request_percentage']),
      value: pick(random, [0.5, 1e9, 12.25]),
      remove: random.below(5) === 0,
    },
  }),
  ({ random }) => ({ apiKey: 15, value: { brokerId: 1, brokerEpoch: 5, nextProducerId: random.below(1e9) } }),
  ({ random, acls }) => {
    const id = randomUuid(random)
    acls.push(id)
    const names = { resourceName: '*', principal: 'User:a', host: '*' }
    return {
      apiKey: 18,
      value: { id, ...names, resourceType: 2, patternType: 3, operation: random.below(12), permissionType: 3 },
    }
  },
  ({ random, acls }) =>
    random.below(2) === 0 ? { apiKey: 19, value: { id: acls.pop() ?? randomUuid(random) } } : undefined,
  ({ random }) => ({
    apiKey: 11,
    value: {
      name: `user${random.below(3)}`,
      mechanism: pick(random, [1, 2]),
      salt: Buffer.from(random.bytes(8)),
      storedKey: Buffer.from(random.bytes(4)),
      serverKey: Buffer.alloc(0),
      iterations: 4096,
    },
  }),
  ({ random }) => ({ apiKey: 22, value: { name: `user${random.below(3)}`, mechanism: 1 } }),
  ({ random, tokens }) => {
    const tokenId = `token${random.below(5)}`
    tokens.push(tokenId)
    const times = { issueTimestamp: 1, maxTimestamp: 2, expirationTimestamp: random.below(1e9) }
    return { apiKey: 10, value: { tokenId, owner: 'User:a', requester: 'User:b', renewers: ['User:c'], ...times } }
  },
  ({ tokens }) => (tokens.length > 3 ? { apiKey: 26, value: { tokenId: tokens.pop() } } : undefined),
  ({ random }) => (random.below(10) === 0 ? { apiKey: 28, value: { topicName: '' } } : undefined),
]

export function* randomRecords(random: Random, count: number): Generator<Any> {
  const state: State = { random, topics: new Map(), brokers: new Map(), acls: [], tokens: [] }
  yield { apiKey: 12, value: { name: 'metadata.version', featureLevel: 30 } }
  for (let i = 0; i < count; i++) {
    const made = pick(random, makers)(state)
    if (made) yield made
  }
}
