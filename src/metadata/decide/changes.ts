/** Changes of settings, as the controller answers for them: what they make of a resource, or the protocol's error. */
import { altered, type Change, RefusedChange } from '../../config/alter.ts'
import { KafkaError } from '../../protocol/errors.ts'

/** @throws {KafkaError} INVALID_CONFIG, INVALID_REQUEST */
export function changed(
  resourceType: number,
  resourceName: string,
  current: ReadonlyMap<string, string>,
  changes: readonly Change[],
): Map<string, string | null> {
  try {
    return altered(resourceType, resourceName, current, changes)
  } catch (error) {
    if (error instanceof RefusedChange) throw new KafkaError(error.reason, error.message, { cause: error })
    throw error
  }
}
