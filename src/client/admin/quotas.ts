/** Limits of users, clients and addresses. Source: KIP-546, KIP-612; DescribeClientQuotas, AlterClientQuotas v0-1. */
import { DescribeClientQuotas } from '../../protocol/generated/apis/48-describe-client-quotas.ts'
import { AlterClientQuotas } from '../../protocol/generated/apis/49-alter-client-quotas.ts'
import { ANY, type Cluster } from '../cluster.ts'
import { controllerOf, demand, failure, type Outcome } from './results.ts'

/** `user`, `client-id`, `ip`. */
export type QuotaEntityType = 'user' | 'client-id' | 'ip'
/** Null: what holds for those that have none of their own. */
export type QuotaEntity = ReadonlyMap<QuotaEntityType, string | null>

export interface Quota {
  entity: QuotaEntity
  values: ReadonlyMap<string, number>
}

/** What an entity must have: this name, the default, or any. */
const matches = { exact: 0, default: 1, specified: 2 } as const

/** @param filter null: the default; undefined: whatever name; entities of other types than these do not match */
export async function describeQuotas(
  cluster: Cluster,
  filter: ReadonlyMap<QuotaEntityType, string | null | undefined>,
): Promise<Quota[]> {
  const components = Array.from(filter, ([entityType, name]) => ({
    entityType,
    matchType: name === undefined ? matches.specified : name === null ? matches.default : matches.exact,
    match: name ?? null,
  }))
  const response = await cluster.retry(() => cluster.request(DescribeClientQuotas, ANY, { components, strict: true }))
  demand(response.errorCode, response.errorMessage, 'the quotas')
  return (response.entries ?? []).map(({ entity, values }) => ({
    entity: new Map(entity.map(({ entityType, entityName }) => [entityType as QuotaEntityType, entityName])),
    values: new Map(values.map(({ key, value }) => [key, value])),
  }))
}

/** @param changes by name; undefined: take it back @returns with its error */
export async function alterQuotas(
  cluster: Cluster,
  entity: QuotaEntity,
  changes: ReadonlyMap<string, number | undefined>,
  options: { validateOnly?: boolean } = {},
): Promise<Outcome> {
  const response = await cluster.retry(() =>
    cluster.request(AlterClientQuotas, controllerOf(cluster), {
      entries: [
        {
          entity: Array.from(entity, ([entityType, entityName]) => ({ entityType, entityName })),
          ops: Array.from(changes, ([key, value]) => ({ key, value: value ?? 0, remove: value === undefined })),
        },
      ],
      validateOnly: options.validateOnly ?? false,
    }),
  )
  const [row] = response.entries
  return { error: failure(row?.errorCode ?? -1, row?.errorMessage ?? null, 'the quota') }
}
