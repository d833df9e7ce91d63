/**
 * Permissions as `acls` is given them and as it prints them: resources, principals, operations, and what a producer or a consumer
 * needs. Source: Kafka 4.3 `AclCommand`, `AclEntry`, `SecurityUtils`.
 */
import {
  type AclOperation,
  aclOperations,
  type Entry,
  type Pattern,
  type PatternType,
  type ResourceType,
} from '../client/admin/acls.ts'
import { Refusal } from './executing.ts'
import { UsageError } from './usage-error.ts'

export interface AclOptions {
  readonly topic: readonly string[]
  readonly group: readonly string[]
  readonly cluster: boolean
  readonly idempotent: boolean
  readonly transactionalId: readonly string[]
  readonly delegationToken: readonly string[]
  readonly userPrincipal: readonly string[]
  readonly allowPrincipal: readonly string[]
  readonly allowHost: readonly string[]
  readonly denyPrincipal: readonly string[]
  readonly denyHost: readonly string[]
  readonly operation: readonly string[]
  readonly producer: boolean
  readonly consumer: boolean
}

/** A resource and what is said about it; nothing: all that there is. */
export interface Grant {
  pattern: Pattern
  entries: readonly Entry[]
}

const CLUSTER: Pattern = { resourceType: 'CLUSTER', name: 'kafka-cluster', patternType: 'LITERAL' }

export function patternsOf(options: AclOptions, patternType: PatternType): Pattern[] {
  const named = (resourceType: ResourceType, names: readonly string[]) =>
    names.map(name => ({ resourceType, name: name.trim(), patternType }))
  const patterns = [
    ...named('TOPIC', options.topic),
    ...(patternType === 'LITERAL' && (options.cluster || options.idempotent) ? [CLUSTER] : []),
    ...named('GROUP', options.group),
    ...named('TRANSACTIONAL_ID', options.transactionalId),
    ...named('DELEGATION_TOKEN', options.delegationToken),
    ...named('USER', options.userPrincipal),
  ]
  return [...new Map(patterns.map(each => [patternText(each), each])).values()]
}

/** @throws {UsageError} when no resource is named, or an operation is none of the resource's */
export function grantsOf(options: AclOptions, patternType: PatternType): Grant[] {
  const patterns = patternsOf(options, patternType)
  if (patterns.length === 0)
    throw new UsageError(
      'You must provide at least one resource: --topic <topic> or --cluster or --group <group> or --delegation-token <Delegation Token ID>',
    )
  const roles = [...(options.producer ? [producer] : []), ...(options.consumer ? [consumer] : [])]
  const needs = (pattern: Pattern) =>
    roles.length === 0
      ? operationsOf(options.operation)
      : [...new Set(roles.flatMap(role => role[pattern.resourceType] ?? []))]
  const grants = patterns
    .map(pattern => ({ pattern, operations: needs(pattern) }))
    .filter(({ operations }) => operations.length > 0)
    .map(({ pattern, operations }) => ({ pattern, entries: entriesOf(options, operations) }))
  for (const { pattern, entries } of grants) check(pattern, entries)
  return grants
}

/** What a role does to resources of a type. */
type Role = Partial<Record<ResourceType, readonly AclOperation[]>>
const producer: Role = {
  TOPIC: ['WRITE', 'DESCRIBE', 'CREATE'],
  TRANSACTIONAL_ID: ['WRITE', 'DESCRIBE'],
  CLUSTER: ['IDEMPOTENT_WRITE'],
}
const consumer: Role = { TOPIC: ['READ', 'DESCRIBE'], GROUP: ['READ'] }

/** In any case, with underscores or without; what is none is refused with what there is. */
function operationsOf(words: readonly string[]): AclOperation[] {
  const plain = (text: string) => text.replaceAll('_', '').toUpperCase()
  return (words.length > 0 ? words : ['ALL']).map(
    word => aclOperations.find(each => plain(each) === plain(word.trim())) ?? 'UNKNOWN',
  )
}

const supported: Partial<Record<ResourceType, readonly AclOperation[]>> = {
  TOPIC: ['READ', 'WRITE', 'CREATE', 'DESCRIBE', 'DELETE', 'ALTER', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  GROUP: ['READ', 'DESCRIBE', 'DELETE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  CLUSTER: [
    ...(['CREATE', 'CLUSTER_ACTION', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'] as const),
    ...(['IDEMPOTENT_WRITE', 'ALTER', 'DESCRIBE'] as const),
  ],
  TRANSACTIONAL_ID: ['DESCRIBE', 'WRITE', 'TWO_PHASE_COMMIT'],
  DELEGATION_TOKEN: ['DESCRIBE'],
  USER: ['CREATE_TOKENS', 'DESCRIBE_TOKENS'],
}

function check({ resourceType }: Pattern, entries: readonly Entry[]): void {
  const valid: readonly AclOperation[] = ['ALL', ...(supported[resourceType] ?? [])]
  if (entries.some(({ operation }) => !valid.includes(operation)))
    throw new UsageError(`ResourceType ${resourceType} only supports operations [${valid.join(', ')}]`)
}

/** Hosts are all, unless they are named. */
function entriesOf(options: AclOptions, operations: readonly AclOperation[]): Entry[] {
  const entries = (principals: readonly string[], hosts: readonly string[], permissionType: Entry['permissionType']) =>
    principalsOf(principals).flatMap(principal =>
      operations.flatMap(operation =>
        (hosts.length > 0 ? hosts : ['*']).map(host => ({ principal, host: host.trim(), operation, permissionType })),
      ),
    )
  return [
    ...entries(options.allowPrincipal, options.allowHost, 'ALLOW'),
    ...entries(options.denyPrincipal, options.denyHost, 'DENY'),
  ]
}

/** @throws {Refusal} for what is not `User:alice` */
export const principalsOf = (words: readonly string[]): string[] =>
  words.map(word => {
    if (word.includes(':')) return word.trim()
    throw new Refusal(`expected a string in format principalType:principalName but got ${word}`)
  })

export const patternText = ({ resourceType, name, patternType }: Pattern): string =>
  `ResourcePattern(resourceType=${resourceType}, name=${name}, patternType=${patternType})`
export const entryText = ({ principal, host, operation, permissionType }: Entry): string =>
  `(principal=${principal}, host=${host}, operation=${operation}, permissionType=${permissionType})`
