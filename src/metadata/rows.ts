/**
 * Rows of metadata.db (schema.ts) as the values that the cache hands out, and snapshots tell. Lists are JSON in a row, and in
 * no value.
 */
import type { Uuid } from '../lib/uuid.ts'
import type { StoredAcl } from './acls.ts'
import type { BrokerState, PartitionState } from './cache.ts'

export interface PartitionRow {
  topic_id: string
  leader: number
  leader_epoch: number
  partition_epoch: number
  replicas: string
  isr: string
  adding: string
  removing: string
  elr: string
  last_known_elr: string
  directories: string
}

export interface BrokerRow {
  broker_id: number
  epoch: number
  rack: string | null
  fenced: number
  listeners: string
  log_dirs: string
}

export interface AclRow {
  acl_id: string
  resource_type: number
  resource_name: string
  pattern_type: number
  principal: string
  host: string
  operation: number
  permission: number
}

export const partitionOf = (row: PartitionRow): PartitionState => ({
  leader: row.leader,
  leaderEpoch: row.leader_epoch,
  partitionEpoch: row.partition_epoch,
  replicas: list<number>(row.replicas),
  isr: list<number>(row.isr),
  adding: list<number>(row.adding),
  removing: list<number>(row.removing),
  elr: list<number>(row.elr),
  lastKnownElr: list<number>(row.last_known_elr),
  directories: list<Uuid>(row.directories),
})

export const brokerOf = (row: BrokerRow): BrokerState => ({
  id: row.broker_id,
  epoch: row.epoch,
  rack: row.rack,
  fenced: row.fenced === 1,
  listeners: JSON.parse(row.listeners) as BrokerState['listeners'],
  logDirs: list<Uuid>(row.log_dirs),
})

export const aclOf = (row: AclRow): StoredAcl => ({
  id: row.acl_id,
  resourceType: row.resource_type,
  resourceName: row.resource_name,
  patternType: row.pattern_type,
  principal: row.principal,
  host: row.host,
  operation: row.operation,
  permissionType: row.permission,
})

/** Most partitions have the same few lists: each is parsed once, and shared. */
const parsed = new Map<string, readonly unknown[]>()
const PARSED_MAX = 1000

function list<T>(text: string): readonly T[] {
  let found = parsed.get(text)
  if (!found) {
    if (parsed.size === PARSED_MAX) parsed.clear()
    found = JSON.parse(text) as T[]
    parsed.set(text, found)
  }
  return found as readonly T[]
}
