/** Limits of users, clients and addresses, as `configs` takes and prints them. Source: Kafka 4.3 `ConfigCommand`, `QuotaConfig`. */
import {
  alterQuotas,
  describeQuotas,
  type Quota,
  type QuotaEntity,
  type QuotaEntityType,
} from '../../client/admin/quotas.ts'
import type { Cluster } from '../../client/cluster.ts'
import { hashCode, hashMapOrder } from '../../lib/java-order.ts'
import { javaDouble } from '../deserializers.ts'
import type { Io } from '../io.ts'
import { UsageError } from '../usage-error.ts'
import type { Changes } from './changes.ts'
import type { Entity } from './entities.ts'

export const clientQuotas: readonly string[] = [
  'consumer_byte_rate',
  'producer_byte_rate',
  'request_percentage',
  'controller_mutation_rate',
]
export const addressQuotas: readonly string[] = ['connection_creation_rate']

const types: Readonly<Record<string, QuotaEntityType>> = { users: 'user', clients: 'client-id', ips: 'ip' }
const labels: readonly (readonly [QuotaEntityType, string])[] = [
  ['user', 'user-principal'],
  ['client-id', 'client-id'],
  ['ip', 'ip'],
]

/** Null: the default; undefined: all. */
const nameOf = ({ name }: Entity) => (name === '' ? null : name)

/** @throws {UsageError} for what is no number, or is not there to be taken back */
export async function alter(cluster: Cluster, entities: readonly Entity[], { set, remove }: Changes): Promise<void> {
  const entity: QuotaEntity = new Map(entities.map(each => [types[each.kind.type]!, nameOf(each) ?? null]))
  const numbers = Array.from(set, ([name, text]) => {
    const value = Number(text)
    if (text.trim() === '' || Number.isNaN(value))
      throw new UsageError(`Cannot parse quota configuration value for ${name}: ${text}`)
    return [name, value] as const
  })
  const [old] = await describeQuotas(cluster, entity)
  const unknown = remove.filter(name => !old?.values.has(name))
  if (unknown.length > 0) throw new UsageError(`Invalid config(s): ${unknown.join(',')}`)
  const { error } = await alterQuotas(
    cluster,
    entity,
    new Map<string, number | undefined>([...numbers, ...remove.map(name => [name, undefined] as const)]),
  )
  if (error) throw error
}

/** In the order of Kafka's tool. */
export async function find(cluster: Cluster, entities: readonly Entity[]): Promise<Quota[]> {
  const filter = new Map(entities.map(each => [types[each.kind.type]!, nameOf(each)]))
  const quotas = await describeQuotas(cluster, filter)
  return hashMapOrder(quotas, hashOfEntity, quotas.length)
}

/** Objects.hash of one map, whose hash is the sum of those of its entries. */
function hashOfEntity({ entity }: Quota): number {
  let hash = 31
  for (const [type, name] of entity) hash += hashCode(type) ^ (name === null ? 0 : hashCode(name))
  return hash | 0
}

export function print(quotas: readonly Quota[], io: Io): void {
  for (const { entity, values } of quotas) {
    const names = labels.flatMap(([type, label]) => {
      const name = entity.get(type)
      return name === undefined ? [] : [name === null ? `the default ${label}` : `${label} '${name}'`]
    })
    const limits = hashMapOrder([...values], ([key]) => key, values.size).map(
      ([key, value]) => `${key}=${javaDouble(value)}`,
    )
    io.print(`Quota configs for ${names.join(', ')} are ${limits.join(', ')}`)
  }
}

export const asJson = ({ entity, values }: Quota) => ({
  entity: Object.fromEntries(entity),
  quotas: Object.fromEntries(values),
})
