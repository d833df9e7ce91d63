/** A project's topics in a cluster: as they are, whether the cluster would take the changes, and the changes made. */
import {
  configOperations,
  describeConfigs,
  incrementalAlterConfigs,
  resourceTypes,
} from '../../client/admin/configs.ts'
import { listOffsets, offsetSpecs } from '../../client/admin/offsets.ts'
import { alterQuotas, describeQuotas } from '../../client/admin/quotas.ts'
import { type Outcome, unwrap } from '../../client/admin/results.ts'
import { createPartitions, createTopics, listTopics, type NewTopic } from '../../client/admin/topics.ts'
import type { Cluster } from '../../client/cluster.ts'
import { Producer, type ProducerConfigs } from '../../client/producer/producer.ts'
import { type FoundTopic, type QuotaStep, quotaStepFor, type Step, stepFor } from './difference.ts'
import type { Project, WantedQuota, WantedTopic } from './file.ts'

const OWN_CONFIG = 1

/** What is to be done, with what the cluster says against it. */
export async function stepsFor(cluster: Cluster, { topics }: Project): Promise<Step[]> {
  const found = await find(cluster, topics)
  const steps = topics.map(topic => stepFor(topic, found.get(topic.name)))
  const refusals = await rehearse(cluster, steps)
  return steps.map(step => {
    const why = refusals.get(step.topic.name)
    return why === undefined
      ? step
      : { ...step, action: 'none', configs: [], seed: 0, impossible: [...step.impossible, why] }
  })
}

async function find(cluster: Cluster, topics: readonly WantedTopic[]): Promise<Map<string, FoundTopic>> {
  const wanted = new Map(topics.map(topic => [topic.name, topic]))
  const there = (await listTopics(cluster)).filter(({ name }) => wanted.has(name))
  if (there.length === 0) return new Map()
  const seeded = there.filter(({ name }) => wanted.get(name)!.seed.length > 0)
  const partitions = seeded.flatMap(({ name, partitions }) =>
    partitions.map(({ index }) => ({ topic: name, partition: index, timestamp: offsetSpecs.latest })),
  )
  const ends = unwrap(await listOffsets(cluster, partitions))
  const resources = there.map(({ name }) => ({ type: resourceTypes.topic, name }))
  const configs = new Map(
    unwrap(await describeConfigs(cluster, resources)).map(({ name, entries }) => [
      name,
      new Map(entries.map(({ name, value, source }) => [name, { value, own: source === OWN_CONFIG }])),
    ]),
  )
  return new Map(
    there.map(({ name, partitions }) => [
      name,
      {
        partitions: partitions.length,
        replicas: partitions[0]?.replicas.length ?? 0,
        configs: configs.get(name)!,
        used: ends.some(({ topic, offset }) => topic === name && offset > 0),
      },
    ]),
  )
}

const requestsOf = (steps: readonly Step[]) => ({
  created: steps
    .filter(({ action }) => action === 'create')
    .map(({ topic: { name, partitions, replicationFactor }, configs }) => ({
      name,
      ...(partitions === undefined ? {} : { partitions }),
      ...(replicationFactor === undefined ? {} : { replicationFactor }),
      configs: Object.fromEntries(configs.map(({ name, to }) => [name, to!])) as NonNullable<NewTopic['configs']>,
    })),
  grown: new Map(steps.flatMap(({ topic, partitions }) => (partitions ? [[topic.name, partitions.to] as const] : []))),
  altered: steps
    .filter(({ action, configs }) => action === 'change' && configs.length > 0)
    .map(({ topic, configs }) => ({
      type: resourceTypes.topic,
      name: topic.name,
      changes: configs.map(({ name, to }) => ({
        name,
        operation: to === null ? configOperations.delete : configOperations.set,
        value: to,
      })),
    })),
})

/** Nothing is changed: the cluster checks what it is asked for. @returns why it says no, by topic */
async function rehearse(cluster: Cluster, steps: readonly Step[]): Promise<Map<string, string>> {
  const answers = await send(cluster, steps, true)
  return new Map(answers.flatMap(({ name, error }) => (error ? [[name, `allowed: ${error.message}`] as const] : [])))
}

async function send(cluster: Cluster, steps: readonly Step[], validateOnly: boolean) {
  const { created, grown, altered } = requestsOf(steps)
  const answers: ({ name: string } & Outcome)[] = []
  if (created.length > 0) answers.push(...(await createTopics(cluster, created, { validateOnly })))
  if (grown.size > 0) answers.push(...(await createPartitions(cluster, grown, { validateOnly })))
  if (altered.length > 0) answers.push(...(await incrementalAlterConfigs(cluster, altered, { validateOnly })))
  return answers
}

/** @throws {KafkaError} the first refusal; what came before it is done */
export async function apply(cluster: Cluster, steps: readonly Step[], configs: ProducerConfigs): Promise<void> {
  unwrap(await send(cluster, steps, false))
  const seeded = steps.filter(({ seed }) => seed > 0)
  if (seeded.length === 0) return
  await using producer = new Producer(configs)
  await Promise.all(
    seeded.flatMap(({ topic }) => topic.seed.map(record => producer.send({ ...record, topic: topic.name }))),
  )
}

/** The same for quotas, one after the other: a file has few. */
export async function quotaStepsFor(cluster: Cluster, { quotas }: Project): Promise<QuotaStep[]> {
  const steps: QuotaStep[] = []
  for (const quota of quotas) {
    const [found] = await describeQuotas(cluster, quota.entity)
    const step = quotaStepFor(quota, found?.values ?? new Map())
    const { error } = await change(cluster, step, true)
    steps.push(error ? { ...step, action: 'none', limits: [], impossible: [`allowed: ${error.message}`] } : step)
  }
  return steps
}

/** @throws {KafkaError} */
export async function applyQuotas(cluster: Cluster, steps: readonly QuotaStep[]): Promise<void> {
  for (const step of steps) unwrap([await change(cluster, step, false)])
}

const change = async (
  cluster: Cluster,
  { quota, limits }: Pick<QuotaStep, 'limits'> & { quota: WantedQuota },
  validateOnly: boolean,
): Promise<Outcome> =>
  limits.length === 0
    ? { error: undefined }
    : alterQuotas(cluster, quota.entity, new Map(limits.map(({ name, to }) => [name, to ?? undefined])), {
        validateOnly,
      })
