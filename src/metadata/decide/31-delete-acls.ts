/** DeleteAcls v1-3: all entries that each filter means. Source: Kafka 4.3 `AclControlManager.deleteAcls`. */
import type { Uuid } from '../../lib/uuid.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { DeleteAclsRequest, DeleteAclsResponseInit } from '../../protocol/generated/apis/31-delete-acls.ts'
import { RemoveAccessControlEntryRecord } from '../../protocol/generated/records/metadata/19-remove-access-control-entry.ts'
import { demandFilter, matches } from '../acls.ts'
import { record } from '../records.ts'
import type { Decide } from './state.ts'

/** More would be one batch of the log too large. */
const DELETIONS_MAX = 10_000

export const deleteAcls: Decide<DeleteAclsRequest, DeleteAclsResponseInit> = (state, { filters }) => {
  const gone = new Set<Uuid>()
  const filterResults = filters.map(filter => {
    try {
      demandFilter(filter)
      const matching = [...state.metadata.acls.values()].filter(acl => matches(filter, acl))
      for (const { id } of matching) gone.add(id)
      return { errorMessage: null, matchingAcls: matching.map(({ id, ...acl }) => ({ errorMessage: null, ...acl })) }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return { errorCode: error.code, errorMessage: error.message, matchingAcls: [] }
    }
  })
  if (gone.size > DELETIONS_MAX)
    throw new KafkaError(
      'INVALID_REQUEST',
      `Cannot remove more than ${DELETIONS_MAX} acls in a single delete operation.`,
    )
  return {
    records: Array.from(gone, id => record(RemoveAccessControlEntryRecord, { id })),
    response: { filterResults },
  }
}
