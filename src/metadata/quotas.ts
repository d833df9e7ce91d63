/**
 * Client quotas: whom one is for, and which settings it has. A null name is the default of its kind.
 * Source: KIP-13, KIP-124, KIP-546; Kafka 4.3 `ClientQuotaControlManager`, `QuotaConfig`.
 */
import net from 'node:net'
import { hashCode } from '../lib/java-order.ts'
import { KafkaError } from '../protocol/errors.ts'

export type EntityType = 'user' | 'client-id' | 'ip'
export interface EntityPart {
  entityType: string
  entityName: string | null
}

/** Sorted by type, so that equals have one text: the key of its row. */
export const entityKey = (parts: readonly EntityPart[]): string =>
  JSON.stringify(
    [...parts]
      .sort((a, b) => (a.entityType < b.entityType ? -1 : 1))
      .map(({ entityType, entityName }) => [entityType, entityName]),
  )

export const entityOf = (key: string): { entityType: string; entityName: string | null }[] =>
  (JSON.parse(key) as [string, string | null][]).map(([entityType, entityName]) => ({ entityType, entityName }))

/** Java's ClientQuotaEntity.hashCode: they are told in the order of its map. */
export const hashOfEntity = (parts: readonly EntityPart[]): number =>
  parts.reduce(
    (sum, { entityType, entityName }) =>
      (sum + (hashCode(entityType) ^ (entityName === null ? 0 : hashCode(entityName)))) | 0,
    31,
  )

const LONG_MAX = 2 ** 63
const INT_MAX = 2 ** 31 - 1
const clientKeys: ReadonlyMap<string, { max: number; whole: string | undefined }> = new Map([
  ['producer_byte_rate', { max: LONG_MAX, whole: 'a LONG' }],
  ['consumer_byte_rate', { max: LONG_MAX, whole: 'a LONG' }],
  ['request_percentage', { max: Number.POSITIVE_INFINITY, whole: undefined }],
  ['controller_mutation_rate', { max: Number.POSITIVE_INFINITY, whole: undefined }],
])
const ipKeys: typeof clientKeys = new Map([['connection_creation_rate', { max: INT_MAX, whole: 'an INT' }]])

const invalid = (message: string) => new KafkaError('INVALID_REQUEST', message)

/** @throws {KafkaError} INVALID_REQUEST for an entity that cannot have quotas */
export function demandEntity(parts: readonly EntityPart[]): void {
  if (parts.length === 0) throw invalid('Invalid empty client quota entity')
  const types = new Set<string>()
  for (const { entityType, entityName } of parts) {
    if (types.has(entityType)) throw invalid(`Invalid client quota entity, duplicate entity entry ${entityType}`)
    types.add(entityType)
    if (!['user', 'client-id', 'ip'].includes(entityType))
      throw invalid(`Unhandled client quota entity type: ${entityType}`)
    if (entityName === '') throw invalid(`Empty ${entityType} not supported`)
  }
  const ip = parts.find(({ entityType }) => entityType === 'ip')
  if (ip === undefined) return
  if (parts.length > 1)
    throw invalid('Invalid quota entity combination, IP entity should not be combined with User or ClientId')
  // Kafka asks the name service; a name that it does not know yet is no quota's business.
  if (ip.entityName !== null && net.isIP(ip.entityName) === 0 && !/^[A-Za-z0-9.-]+$/.test(ip.entityName))
    throw invalid(`${ip.entityName} is not a valid IP or resolvable host.`)
}

/** @throws {KafkaError} INVALID_REQUEST for a setting that the entity cannot have, or a value that it cannot be */
export function demandQuota(parts: readonly EntityPart[], key: string, value: number): void {
  const setting = (parts.some(({ entityType }) => entityType === 'ip') ? ipKeys : clientKeys).get(key)
  if (setting === undefined) throw invalid(`Invalid configuration key ${key}`)
  if (!(value > 0)) throw invalid(`Quota ${key} must be greater than 0`)
  if (value > setting.max) throw invalid(`Proposed value for ${key} is too large for ${setting.whole}.`)
  if (setting.whole !== undefined && value % 1 > 1e-6) throw invalid(`${key} cannot be a fractional value.`)
}
