/**
 * AlterClientQuotas v0-1: settings of users, clients and addresses. One entity's refusal does not fail its neighbours.
 * Source: KIP-546; Kafka 4.3 `ClientQuotaControlManager.alterClientQuotas`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type {
  AlterClientQuotasRequest,
  AlterClientQuotasResponseInit,
  RequestEntryData,
} from '../../protocol/generated/apis/49-alter-client-quotas.ts'
import { ClientQuotaRecord } from '../../protocol/generated/records/metadata/14-client-quota.ts'
import { demandEntity, demandQuota, entityKey } from '../quotas.ts'
import { type MetadataRecord, record } from '../records.ts'
import type { ControllerState, Decide } from './state.ts'

export const alterClientQuotas: Decide<AlterClientQuotasRequest, AlterClientQuotasResponseInit> = (
  state,
  { entries, validateOnly },
) => {
  const records: MetadataRecord[] = []
  const seen = new Set<string>()
  const rows = entries.map(entry => {
    const entity = entry.entity.map(({ entityType, entityName }) => ({ entityType, entityName }))
    try {
      demandEntity(entity)
      const key = entityKey(entity)
      if (seen.has(key)) throw new KafkaError('INVALID_REQUEST', `Ignoring duplicate entity ${key}`)
      seen.add(key)
      records.push(...changes(state, entry))
      return { errorMessage: null, entity }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return { errorCode: error.code, errorMessage: error.message, entity }
    }
  })
  return { records: validateOnly ? [] : records, response: { entries: rows } }
}

function changes({ metadata }: ControllerState, { entity, ops }: RequestEntryData): MetadataRecord[] {
  const current = metadata.quotas.get(entityKey(entity))
  const keys = new Set<string>()
  return ops.flatMap(({ key, value, remove }) => {
    if (keys.has(key)) throw new KafkaError('INVALID_REQUEST', `Duplicate quota key ${key} not updating quota`)
    keys.add(key)
    const parts = entity.map(({ entityType, entityName }) => ({ entityType, entityName }))
    if (remove)
      return current?.has(key) ? [record(ClientQuotaRecord, { entity: parts, key, value: 0, remove: true })] : []
    demandQuota(entity, key, value)
    return current?.get(key) === value ? [] : [record(ClientQuotaRecord, { entity: parts, key, value, remove: false })]
  })
}
