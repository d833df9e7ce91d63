/** Groups of both protocols: their offsets, and members that live on through a stop and are still members, of the same epoch. */
import assert from 'node:assert/strict'
import { describeGroups, type GroupDescription } from '../../../src/client/admin/groups.ts'
import { Consumer } from '../../../src/client/consumer/consumer.ts'
import type { Offset } from '../../../src/protocol/types.ts'
import { until } from '../until.ts'
import { type Chapter, client, createTopic, living, type World, withProducer } from './world.ts'

const PROTOCOLS = ['classic', 'consumer'] as const
const TOPIC = 'letters'
const PARTITIONS = 2
const ALONE = 'nobody in it'

interface Memory {
  /** Of every group, by partition. */
  offsets: { [group: string]: number[] }
  members: { [group: string]: { id: string; epoch: number } }
  metadata: string
}

const memberOf = (world: World, protocol: (typeof PROTOCOLS)[number]) =>
  living(
    world,
    protocol,
    () =>
      new Consumer({
        ...client(world),
        'group.id': protocol,
        'group.protocol': protocol,
        'auto.offset.reset': 'earliest',
        'enable.auto.commit': 'false',
      }),
  )

export const groups: Chapter<Memory> = {
  async begin(world) {
    await createTopic(world, TOPIC, PARTITIONS)
    return { offsets: { [ALONE]: [0, 0], classic: [0, 0], consumer: [0, 0] }, members: {}, metadata: '' }
  },

  async remembered(world, memory) {
    for (const [group, offsets] of Object.entries(memory.offsets)) {
      const rows = await world.admin.listGroupOffsets(group)
      const found = offsets.map((_, partition) => rows.find(row => row.partition === partition))
      assert.deepEqual(
        found.map(row => row?.offset),
        offsets,
        `offsets of ${group}`,
      )
      if (group === ALONE) assert.equal(found[0]!.metadata, memory.metadata)
    }
    if (!world.live) return
    for (const [group, { id, epoch }] of Object.entries(memory.members)) {
      const { memberId, generationId } = memberOf(world, group as 'classic').groupMetadata()
      assert.deepEqual([memberId, generationId], [id, epoch], `the member of ${group}`)
      const description = (await describeGroups(world.admin.cluster, [group])).get(group) as GroupDescription
      assert.deepEqual(
        description.members.map(member => [member.id, member.assignment.length]),
        [[id, PARTITIONS]],
        `members of ${group}, as the server sees them`,
      )
    }
  },

  async goOn(world, memory) {
    await withProducer(world, {}, async producer => {
      for (let i = 0; i < 6; i++)
        await producer.send({ topic: TOPIC, partition: i % PARTITIONS, value: `${world.stage}.${i}` })
    })
    for (const protocol of PROTOCOLS) await readOn(world, memory, protocol)
    await using alone = new Consumer({ ...client(world), 'group.id': ALONE, 'enable.auto.commit': 'false' })
    memory.offsets[ALONE] = [world.stage + 1, world.stage + 2]
    memory.metadata = `stage ${world.stage}`
    const { metadata } = memory
    await alone.commitSync(
      memory.offsets[ALONE].map((offset, partition) => ({
        topic: TOPIC,
        partition,
        offset: offset as Offset,
        metadata,
      })),
    )
  },
}

/** Exactly what is new is read, and committed. */
async function readOn(world: World, memory: Memory, protocol: (typeof PROTOCOLS)[number]): Promise<void> {
  const isNew = !world.live?.has(protocol)
  const consumer = memberOf(world, protocol)
  if (isNew) await consumer.subscribe([TOPIC])
  const values: string[] = []
  await until(`${protocol} reads on`, async () => {
    for (const { value } of await consumer.poll(200)) values.push(String(value))
    return values.length >= 6
  })
  assert.deepEqual(
    values.sort(),
    Array.from({ length: 6 }, (_, i) => `${world.stage}.${i}`),
    `what is new to ${protocol}`,
  )
  await consumer.commitSync()
  memory.offsets[protocol] = memory.offsets[protocol]!.map(offset => offset + 3)
  const { memberId: id, generationId: epoch } = consumer.groupMetadata()
  memory.members[protocol] = { id, epoch }
  if (!world.live) await consumer.close()
}
