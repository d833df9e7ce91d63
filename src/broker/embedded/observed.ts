/**
 * A handler that is looked at: each request is written down, and a fault is done to it where one is wanted.
 */
import { type Clock, sleep } from '../../lib/clock.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { type Handler, Reply } from '../handler.ts'
import type { Faults } from './faults.ts'
import { answered, dropped, type RequestLog, refused } from './request-log.ts'

export interface Observers {
  faults: Faults
  requests: RequestLog
  clock: Clock
}

export const observed = (handler: Handler, { faults, requests, clock }: Observers): Handler => ({
  ...handler,
  // A request that is held back holds back what follows it, as on a slow broker: nothing may overtake it.
  overlaps: false,
  handle(request, session, broker) {
    const { version, clientId } = session
    const info = { api: handler.api.name, version, clientId, request }
    const ended = requests.open(info, clock.now())
    const drop = () => {
      ended(dropped)
      session.connection.destroy()
    }
    const run = (dropAfter: boolean) =>
      settled(
        () => handler.handle(request, session, broker),
        result => (dropAfter ? drop() : ended(answered(result instanceof Reply ? result.response : result))),
        error => ended(refused(error)),
      )
    const fault = faults.pick(info)
    if (fault === undefined) return run(false)
    const act = () => {
      if (fault.drop === 'before') return drop()
      if (fault.error === undefined) return run(fault.drop === 'after')
      const error = new KafkaError(fault.error, 'A fault that was asked for')
      ended(refused(error))
      throw error
    }
    return fault.delayMs > 0 ? sleep(clock, fault.delayMs).then(act) : act()
  },
})

/** What `make` gives or promises, after a look at it. */
function settled<T>(make: () => T | Promise<T>, done: (value: T) => void, failed: (error: unknown) => void) {
  try {
    const result = make()
    if (!(result instanceof Promise)) {
      done(result)
      return result
    }
    result.then(done, failed)
    return result
  } catch (error) {
    failed(error)
    throw error
  }
}
