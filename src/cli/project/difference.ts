/** What has to change for a cluster to be as a project wants it, and what cannot. No I/O. */
import type { WantedQuota, WantedTopic } from './file.ts'

/** A topic as it is. */
export interface FoundTopic {
  partitions: number
  /** Of its first partition. */
  replicas: number
  configs: ReadonlyMap<string, { value: string | null; own: boolean }>
  /** Whether it has, or had, records. */
  used: boolean
}

export interface ConfigChange {
  name: string
  from: string | null
  /** Null: taken back. */
  to: string | null
}

export interface Step {
  topic: WantedTopic
  action: 'create' | 'change' | 'none'
  partitions: { from: number; to: number } | undefined
  configs: readonly ConfigChange[]
  /** Records to write. */
  seed: number
  /** What the file asks for and will not be done, with the reason. */
  impossible: readonly string[]
}

export function stepFor(topic: WantedTopic, found: FoundTopic | undefined): Step {
  if (!found) {
    const configs = [...topic.configs].filter(([, value]) => value !== null)
    return {
      topic,
      action: 'create',
      partitions: undefined,
      configs: configs.map(([name, to]) => ({ name, from: null, to })),
      seed: topic.seed.length,
      impossible: [],
    }
  }
  const impossible: string[] = []
  const { partitions = found.partitions, replicationFactor = found.replicas } = topic
  if (partitions < found.partitions)
    impossible.push(
      `${counted(partitions, 'partition')}: it has ${found.partitions}, and partitions cannot be taken away. Delete the topic, or write partitions: ${found.partitions}`,
    )
  if (replicationFactor !== found.replicas)
    impossible.push(
      `replication-factor ${replicationFactor}: it has ${found.replicas}, and moving replicas is for tskafka reassign-partitions`,
    )
  const configs = [...topic.configs].flatMap(([name, to]) => {
    const now = found.configs.get(name)
    const same = to === null ? !now?.own : now?.value === to
    return same ? [] : [{ name, from: now?.value ?? null, to }]
  })
  const seed = found.used ? 0 : topic.seed.length
  const grows = partitions > found.partitions ? { from: found.partitions, to: partitions } : undefined
  const action = grows || configs.length > 0 || seed > 0 ? 'change' : 'none'
  return { topic, action, partitions: grows, configs, seed, impossible }
}

/** A line a topic, and one for each thing that cannot be. */
export function linesOf({ topic, action, partitions, configs, seed, impossible }: Step): string[] {
  const parts: string[] = []
  if (action === 'create') {
    parts.push(
      topic.partitions === undefined ? "the cluster's count of partitions" : counted(topic.partitions, 'partition'),
    )
    if (topic.replicationFactor !== undefined) parts.push(counted(topic.replicationFactor, 'replica'))
    parts.push(...configs.map(({ name, to }) => `${name}=${to}`))
  } else {
    if (partitions) parts.push(`${partitions.from} to ${partitions.to} partitions`)
    parts.push(
      ...configs.map(({ name, from, to }) =>
        to === null ? `${name} ${from} to the default` : `${name} ${from ?? 'unset'} to ${to}`,
      ),
    )
  }
  if (seed > 0) parts.push(counted(seed, 'seed record'))
  return [
    ...(isRefused({ action, impossible })
      ? []
      : [`${signs[action]} ${topic.name}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`]),
    ...impossible.map(why => `! ${topic.name}: not ${why}`),
  ]
}

export interface QuotaStep {
  quota: WantedQuota
  action: 'change' | 'none'
  limits: readonly { name: string; from: number | null; to: number | null }[]
  impossible: readonly string[]
}

/** @param found the limits that the entity has */
export function quotaStepFor(quota: WantedQuota, found: ReadonlyMap<string, number>): QuotaStep {
  const limits = [...quota.limits]
    .map(([name, to]) => ({ name, from: found.get(name) ?? null, to }))
    .filter(({ from, to }) => from !== to)
  return { quota, action: limits.length > 0 ? 'change' : 'none', limits, impossible: [] }
}

export function quotaLines({ quota, action, limits, impossible }: QuotaStep): string[] {
  const name = `quota of ${ownerOf(quota)}`
  const parts = limits.map(({ name, from, to }) => `${name} ${from ?? 'unlimited'} to ${to ?? 'unlimited'}`)
  return [
    ...(isRefused({ action, impossible })
      ? []
      : [`${signs[action]} ${name}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`]),
    ...impossible.map(why => `! ${name}: not ${why}`),
  ]
}

const ownerOf = ({ entity }: WantedQuota): string =>
  Array.from(entity, ([type, name]) => `${type} ${name ?? '<default>'}`).join(', ')

const signs = { create: '+', change: '~', none: '=' } as const
export const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

/** Nothing of it can be done: not to be taken for one that is as wanted. */
const isRefused = ({ action, impossible }: Pick<Step, 'action' | 'impossible'>) =>
  action === 'none' && impossible.length > 0

export function summary(steps: readonly (Step | QuotaStep)[]): string {
  const count = (action: Step['action']) => steps.filter(step => step.action === action && !isRefused(step)).length
  const impossible = steps.reduce((sum, step) => sum + step.impossible.length, 0)
  const parts = [`${count('create')} to create`, `${count('change')} to change`, `${count('none')} as wanted`]
  return [...parts, ...(impossible > 0 ? [`${impossible} not possible`] : [])].join(', ')
}
