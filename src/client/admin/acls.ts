/** Permissions: list, create, delete. Source: KIP-140, KIP-290 (prefixed names); DescribeAcls, CreateAcls, DeleteAcls v1-3. */
import { DescribeAcls } from '../../protocol/generated/apis/29-describe-acls.ts'
import { CreateAcls } from '../../protocol/generated/apis/30-create-acls.ts'
import { DeleteAcls } from '../../protocol/generated/apis/31-delete-acls.ts'
import type { Cluster } from '../cluster.ts'
import { controllerOf, demand, failure, type Outcome } from './results.ts'

/** By their numbers in the protocol. */
export const resourceTypes = [
  'UNKNOWN',
  'ANY',
  'TOPIC',
  'GROUP',
  'CLUSTER',
  'TRANSACTIONAL_ID',
  'DELEGATION_TOKEN',
  'USER',
] as const
export const patternTypes = ['UNKNOWN', 'ANY', 'MATCH', 'LITERAL', 'PREFIXED'] as const
export const aclOperations = [
  ...(['UNKNOWN', 'ANY', 'ALL', 'READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE'] as const),
  ...(['CLUSTER_ACTION', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'IDEMPOTENT_WRITE'] as const),
  ...(['CREATE_TOKENS', 'DESCRIBE_TOKENS', 'TWO_PHASE_COMMIT'] as const),
] as const
export const permissionTypes = ['UNKNOWN', 'ANY', 'DENY', 'ALLOW'] as const

export type ResourceType = (typeof resourceTypes)[number]
export type PatternType = (typeof patternTypes)[number]
export type AclOperation = (typeof aclOperations)[number]
export type PermissionType = (typeof permissionTypes)[number]

/** What a permission is about: a name, or all that begin so. */
export interface Pattern {
  readonly resourceType: ResourceType
  readonly name: string
  readonly patternType: PatternType
}
/** Who may, or may not, do what from where. */
export interface Entry {
  readonly principal: string
  readonly host: string
  readonly operation: AclOperation
  readonly permissionType: PermissionType
}
export interface Acl {
  readonly pattern: Pattern
  readonly entry: Entry
}
/** Null, or ANY: whatever it is. MATCH: every pattern that the name falls under. */
export interface AclFilter {
  readonly pattern: {
    readonly resourceType: ResourceType
    readonly name: string | null
    readonly patternType: PatternType
  }
  readonly entry: { readonly [Field in 'principal' | 'host']: string | null } & Pick<
    Entry,
    'operation' | 'permissionType'
  >
}

export const ANY_ENTRY: AclFilter['entry'] = { principal: null, host: null, operation: 'ANY', permissionType: 'ANY' }
export const ANY_PATTERN: AclFilter['pattern'] = { resourceType: 'ANY', name: null, patternType: 'ANY' }

const numbersOf = ({ pattern, entry }: AclFilter) => ({
  resourceTypeFilter: resourceTypes.indexOf(pattern.resourceType),
  resourceNameFilter: pattern.name,
  patternTypeFilter: patternTypes.indexOf(pattern.patternType),
  principalFilter: entry.principal,
  hostFilter: entry.host,
  operation: aclOperations.indexOf(entry.operation),
  permissionType: permissionTypes.indexOf(entry.permissionType),
})

interface PatternRow {
  resourceType: number
  resourceName: string
  patternType: number
}
interface EntryRow {
  principal: string
  host: string
  operation: number
  permissionType: number
}

const aclOf = (pattern: PatternRow, { principal, host, operation, permissionType }: EntryRow): Acl => ({
  pattern: {
    resourceType: resourceTypes[pattern.resourceType] ?? 'UNKNOWN',
    name: pattern.resourceName,
    patternType: patternTypes[pattern.patternType] ?? 'UNKNOWN',
  },
  entry: {
    principal,
    host,
    operation: aclOperations[operation] ?? 'UNKNOWN',
    permissionType: permissionTypes[permissionType] ?? 'UNKNOWN',
  },
})

export async function describeAcls(cluster: Cluster, filter: AclFilter): Promise<Acl[]> {
  const response = await cluster.retry(() => cluster.request(DescribeAcls, controllerOf(cluster), numbersOf(filter)))
  demand(response.errorCode, response.errorMessage, 'the permissions')
  return response.resources.flatMap(resource => resource.acls.map(entry => aclOf(resource, entry)))
}

/** @returns each with its error, in their order */
export async function createAcls(cluster: Cluster, acls: readonly Acl[]): Promise<Outcome[]> {
  const creations = acls.map(({ pattern, entry }) => ({
    resourceType: resourceTypes.indexOf(pattern.resourceType),
    resourceName: pattern.name,
    resourcePatternType: patternTypes.indexOf(pattern.patternType),
    principal: entry.principal,
    host: entry.host,
    operation: aclOperations.indexOf(entry.operation),
    permissionType: permissionTypes.indexOf(entry.permissionType),
  }))
  const response = await cluster.retry(() => cluster.request(CreateAcls, controllerOf(cluster), { creations }))
  return response.results.map(({ errorCode, errorMessage }, i) => ({
    error: failure(errorCode, errorMessage, acls[i]!.pattern.name),
  }))
}

/** @returns for each filter what it took away, or why it could not */
export async function deleteAcls(
  cluster: Cluster,
  filters: readonly AclFilter[],
): Promise<(Outcome & { deleted: readonly Acl[] })[]> {
  const response = await cluster.retry(() =>
    cluster.request(DeleteAcls, controllerOf(cluster), { filters: filters.map(numbersOf) }),
  )
  return response.filterResults.map(({ errorCode, errorMessage, matchingAcls }, i) => {
    const failed = matchingAcls.find(each => each.errorCode !== 0)
    const what = filters[i]!.pattern.name ?? 'all'
    return {
      error:
        failure(errorCode, errorMessage, what) ?? failure(failed?.errorCode ?? 0, failed?.errorMessage ?? null, what),
      deleted: matchingAcls.filter(each => each.errorCode === 0).map(each => aclOf(each, each)),
    }
  })
}
