/**
 * CreateAcls v1-3: entries, each with an id of its own. One that is there already is created again without a record.
 * Source: Kafka 4.3 `AclControlManager.createAcls`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { CreateAclsRequest, CreateAclsResponseInit } from '../../protocol/generated/apis/30-create-acls.ts'
import { AccessControlEntryRecord } from '../../protocol/generated/records/metadata/18-access-control-entry.ts'
import { aclKey, demandAcl } from '../acls.ts'
import { type MetadataRecord, record } from '../records.ts'
import type { Decide } from './state.ts'

export const createAcls: Decide<CreateAclsRequest, CreateAclsResponseInit> = (state, { creations }) => {
  const known = new Set(Array.from(state.metadata.acls.values(), aclKey))
  const records: MetadataRecord[] = []
  const results = creations.map(({ resourcePatternType: patternType, ...creation }) => {
    const acl = { ...creation, patternType }
    try {
      demandAcl(acl)
      if (!known.has(aclKey(acl))) records.push(record(AccessControlEntryRecord, { id: state.newUuid(), ...acl }))
      known.add(aclKey(acl))
      return { errorMessage: null }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return { errorCode: error.code, errorMessage: error.message }
    }
  })
  return { records, response: { results } }
}
