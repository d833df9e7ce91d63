/** What is in the metadata: settings of topics, brokers and groups, ACLs, quotas, SCRAM users; topics that grow, go and come again. */
import assert from 'node:assert/strict'
import { type Acl, ANY_ENTRY, ANY_PATTERN, createAcls, describeAcls } from '../../../src/client/admin/acls.ts'
import { configOperations, resourceTypes } from '../../../src/client/admin/configs.ts'
import { alterQuotas, describeQuotas } from '../../../src/client/admin/quotas.ts'
import { unwrap } from '../../../src/client/admin/results.ts'
import { alterScram, describeScram } from '../../../src/client/admin/scram.ts'
import { type Chapter, createTopic, readAll, type World, withProducer } from './world.ts'

const TOPIC = 'configured'
const BRIEF = 'brief'
/** Resource, name, setting. */
const PLACES = [
  [resourceTypes.topic, TOPIC, 'retention.ms'],
  [resourceTypes.broker, '', 'log.cleaner.io.max.bytes.per.second'],
  [resourceTypes.broker, '1', 'background.threads'],
  [resourceTypes.group, 'configured group', 'consumer.session.timeout.ms'],
] as const

interface Memory {
  topicId: string
  partitions: number
  /** By place. */
  values: string[]
  acls: Acl[]
  quotas: { [user: string]: number }
  users: { [user: string]: number }
}

export const settings: Chapter<Memory> = {
  async begin(world) {
    return { topicId: await createTopic(world, TOPIC), partitions: 1, values: [], acls: [], quotas: {}, users: {} }
  },

  async remembered(world, memory) {
    const { admin } = world
    const topics = await admin.listTopics()
    assert.ok(!topics.some(({ name }) => name === BRIEF), 'a topic that was deleted')
    const topic = topics.find(({ name }) => name === TOPIC)!
    assert.deepEqual([topic.id, topic.partitions.length], [memory.topicId, memory.partitions])
    for (const [i, [type, name, setting]] of PLACES.entries()) {
      const [answer] = unwrap(await admin.describeConfigs([{ type, name }], { names: [setting] }))
      assert.equal(Number(answer!.entries[0]!.value), Number(memory.values[i]), setting)
    }
    const acls = await describeAcls(admin.cluster, { pattern: ANY_PATTERN, entry: ANY_ENTRY })
    const sorted = (list: readonly Acl[]) => list.map(acl => JSON.stringify(acl)).sort()
    assert.deepEqual(sorted(acls), sorted(memory.acls), 'ACLs')
    const quotas = await describeQuotas(admin.cluster, new Map([['user', undefined]]))
    const rates = quotas.map(({ entity, values }) => [entity.get('user')!, values.get('producer_byte_rate')!] as const)
    assert.deepEqual(Object.fromEntries(rates), memory.quotas, 'quotas')
    const users = await describeScram(admin.cluster)
    const iterations = users.map(({ user, credentials }) => [user, credentials[0]!.iterations] as const)
    assert.deepEqual(Object.fromEntries(iterations), memory.users, 'SCRAM users')
  },

  async goOn(world, memory) {
    const { admin, stage } = world
    memory.partitions++
    unwrap(await admin.createPartitions(new Map([[TOPIC, memory.partitions]])))
    memory.values = [86_400_000 + stage, 1_000_000_000 + stage, 11 + stage, 46_000 + stage].map(String)
    for (const [i, [type, name, setting]] of PLACES.entries())
      unwrap(
        await admin.incrementalAlterConfigs([
          { type, name, changes: [{ name: setting, operation: configOperations.set, value: memory.values[i]! }] },
        ]),
      )
    const acl: Acl = {
      pattern: { resourceType: 'TOPIC', name: `stage ${stage}`.replace(' ', '-'), patternType: 'PREFIXED' },
      entry: { principal: `User:u${stage}`, host: '*', operation: 'READ', permissionType: 'ALLOW' },
    }
    unwrap(await createAcls(admin.cluster, [acl]))
    memory.acls.push(acl)
    const user = `u${stage}`
    unwrap([
      await alterQuotas(admin.cluster, new Map([['user', user]]), new Map([['producer_byte_rate', 1e9 + stage]])),
    ])
    memory.quotas[user] = 1e9 + stage
    const credential = { mechanism: 'SCRAM-SHA-256', iterations: 4096 + stage, password: 'secret' } as const
    unwrap([await alterScram(admin.cluster, user, { set: [credential] })])
    memory.users[user] = 4096 + stage
    await comeAgain(world)
  },

  async beforeStop({ admin }) {
    unwrap(await admin.deleteTopics([BRIEF]))
  },
}

/** A topic of a name that was there before, and has nothing of it. */
async function comeAgain(world: World): Promise<void> {
  await createTopic(world, BRIEF)
  await withProducer(world, {}, producer => producer.send({ topic: BRIEF, partition: 0, value: `${world.stage}` }))
  assert.deepEqual(
    (await readAll(world, BRIEF))[0]!.map(([offset, , value]) => [offset, value]),
    [[0, `${world.stage}`]],
  )
}
