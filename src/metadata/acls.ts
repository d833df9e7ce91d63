/**
 * Access control entries: what one says, when it is whole, and which ones a filter means. The numbers are the protocol's.
 * Source: KIP-11, KIP-290 (prefixes); Kafka 4.3 `AclControlManager`, `AclBindingFilter`, `ResourcePatternFilter`.
 */
import type { Uuid } from '../lib/uuid.ts'
import { KafkaError } from '../protocol/errors.ts'

export interface Acl {
  resourceType: number
  resourceName: string
  patternType: number
  /** `User:alice`; `User:*` is everybody. */
  principal: string
  /** An address; `*` is any. */
  host: string
  operation: number
  permissionType: number
}

export interface StoredAcl extends Acl {
  id: Uuid
}

/** AclBindingFilter: null matches anything. */
export interface AclFilter {
  resourceTypeFilter: number
  resourceNameFilter: string | null
  patternTypeFilter: number
  principalFilter: string | null
  hostFilter: string | null
  operation: number
  permissionType: number
}

/** Names in the order of their numbers. */
const aclResources = [
  'UNKNOWN',
  'ANY',
  'TOPIC',
  'GROUP',
  'CLUSTER',
  'TRANSACTIONAL_ID',
  'DELEGATION_TOKEN',
  'USER',
] as const
const aclPatterns = ['UNKNOWN', 'ANY', 'MATCH', 'LITERAL', 'PREFIXED'] as const
const aclPermissions = ['UNKNOWN', 'ANY', 'DENY', 'ALLOW'] as const
const aclOperations = [
  'UNKNOWN',
  'ANY',
  'ALL',
  'READ',
  'WRITE',
  'CREATE',
  'DELETE',
  'ALTER',
  'DESCRIBE',
  'CLUSTER_ACTION',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
  'IDEMPOTENT_WRITE',
  'CREATE_TOKENS',
  'DESCRIBE_TOKENS',
  'TWO_PHASE_COMMIT',
] as const

export type AclResource = Exclude<(typeof aclResources)[number], 'UNKNOWN' | 'ANY'>
export type AclOperation = Exclude<(typeof aclOperations)[number], 'UNKNOWN' | 'ANY' | 'ALL'>

const [ANY, MATCH] = [1, 2]
export const LITERAL = 3
export const PREFIXED = 4
export const DENY = 2
export const ALLOW = 3
export const ALL = 2
export const WILDCARD = '*'
/** The one name that a cluster has. */
export const CLUSTER_NAME = 'kafka-cluster'

export const resourceCode = (name: AclResource): number => aclResources.indexOf(name)
export const operationCode = (name: AclOperation): number => aclOperations.indexOf(name)

const nameIn = (names: readonly string[], code: number) => names[code] ?? 'UNKNOWN'
const invalid = (message: string) => new KafkaError('INVALID_REQUEST', message)

/** @throws {KafkaError} INVALID_REQUEST for an entry that nobody could act upon */
export function demandAcl({
  resourceType,
  resourceName,
  patternType,
  principal,
  operation,
  permissionType,
}: Acl): void {
  if (resourceType === resourceCode('CLUSTER') && resourceName !== CLUSTER_NAME)
    throw invalid(`The only valid name for the CLUSTER resource is ${CLUSTER_NAME}`)
  if (resourceName === '') throw invalid('Invalid empty resource name')
  if (resourceType <= ANY || resourceType >= aclResources.length)
    throw invalid(`Invalid resourceType ${nameIn(aclResources, resourceType)}`)
  if (patternType !== LITERAL && patternType !== PREFIXED)
    throw invalid(`Invalid patternType ${nameIn(aclPatterns, patternType)}`)
  if (operation <= ANY || operation >= aclOperations.length)
    throw invalid(`Invalid operation ${nameIn(aclOperations, operation)}`)
  if (permissionType !== DENY && permissionType !== ALLOW)
    throw invalid(`Invalid permissionType ${nameIn(aclPermissions, permissionType)}`)
  if (!principal.includes(':'))
    throw invalid(
      `Could not parse principal from \`${principal}\` (no colon is present separating the principal type from the principal name)`,
    )
}

/** @throws {KafkaError} INVALID_REQUEST for a filter of a newer protocol, whose meaning is unknown */
export function demandFilter(filter: AclFilter): void {
  const unknown = (names: readonly string[], code: number) => nameIn(names, code) === 'UNKNOWN'
  if (unknown(aclResources, filter.resourceTypeFilter) || unknown(aclPatterns, filter.patternTypeFilter))
    throw invalid('Unknown patternFilter.')
  if (unknown(aclOperations, filter.operation) || unknown(aclPermissions, filter.permissionType))
    throw invalid('Unknown entryFilter.')
}

export function matches(filter: AclFilter, acl: Acl): boolean {
  const is = (wanted: number, code: number) => wanted === ANY || wanted === code
  const equals = (wanted: string | null, text: string) => wanted === null || wanted === text
  return (
    is(filter.resourceTypeFilter, acl.resourceType) &&
    namesMatch(filter, acl) &&
    equals(filter.principalFilter, acl.principal) &&
    equals(filter.hostFilter, acl.host) &&
    is(filter.operation, acl.operation) &&
    is(filter.permissionType, acl.permissionType)
  )
}

/** MATCH means all that concern a resource of that name: its own, `*`, and prefixes of it. */
function namesMatch({ patternTypeFilter: type, resourceNameFilter: name }: AclFilter, acl: Acl): boolean {
  if (type !== ANY && type !== MATCH && type !== acl.patternType) return false
  if (name === null) return true
  if (type !== MATCH) return name === acl.resourceName
  return acl.patternType === PREFIXED
    ? name.startsWith(acl.resourceName)
    : name === acl.resourceName || acl.resourceName === WILDCARD
}

/** Entries that say the same are one. */
export const aclKey = ({ resourceType, patternType, operation, permissionType, ...rest }: Acl): string =>
  JSON.stringify([resourceType, patternType, operation, permissionType, rest.resourceName, rest.principal, rest.host])
