/** What a commit changed: the caches look at just that again. */
import type { Uuid } from '../lib/uuid.ts'

export interface Touched {
  topicIds: Set<Uuid>
  /** `type name` of each resource. */
  configs: Set<string>
  brokers: boolean
  features: boolean
  /** Ids of access control entries. */
  acls: Set<Uuid>
  quotas: boolean
  scram: boolean
}

export const nothingTouched = (): Touched => ({
  topicIds: new Set(),
  configs: new Set(),
  brokers: false,
  features: false,
  acls: new Set(),
  quotas: false,
  scram: false,
})
