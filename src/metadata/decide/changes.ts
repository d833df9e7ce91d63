/** Changes of settings, as the controller answers for them: what they make of a resource, or the protocol's error. */
import { altered, type Change } from '../../config/alter.ts'
import { RefusedChange } from '../../config/refused.ts'
import { demandTogether } from '../../config/together.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { ControllerState } from './state.ts'

/** @throws {KafkaError} INVALID_CONFIG, INVALID_REQUEST */
export function changed(
  state: ControllerState,
  resourceType: number,
  resourceName: string,
  current: ReadonlyMap<string, string>,
  changes: readonly Change[],
): Map<string, string | null> {
  try {
    const next = altered(resourceType, resourceName, current, changes)
    const all = new Map(current)
    for (const [name, value] of next) {
      if (value === null) all.delete(name)
      else all.set(name, value)
    }
    demandTogether(resourceType, resourceName, all, state.surroundings())
    return next
  } catch (error) {
    if (error instanceof RefusedChange) throw new KafkaError(error.reason, error.message, { cause: error })
    throw error
  }
}
