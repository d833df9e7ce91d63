/**
 * What only the leader can do, or the worker that runs a task, is passed on to it: two hops at most, since the leader may have to
 * pass it on again. Source: Kafka 4.3 `HerderRequestHandler.completeOrForwardRequest`.
 */
import { conflict } from '../errors.ts'
import type { WorkerSettings } from '../runtime/worker-config.ts'
import type { Forward } from './app.ts'
import { askWorker } from './ask-worker.ts'

const HOP = 'forward'

export const forwarding =
  (settings: WorkerSettings): Forward =>
  async ({ url }, { method, path, query, headers, body, base }) => {
    const hop = query.get(HOP)
    if (hop === 'false')
      throw conflict('Cannot complete request because of a conflicting operation (e.g. worker rebalance)')
    if (url === null)
      throw conflict(
        'Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.',
      )
    const target = new URL(path, url)
    for (const [name, value] of query) if (name !== HOP) target.searchParams.append(name, value)
    target.searchParams.set(HOP, String(hop === null))
    const authorization = headers.get('authorization')
    const answer = await askWorker(settings, target, {
      method,
      body,
      ...(authorization && { headers: { authorization } }),
    })
    return {
      status: answer.status,
      ...(answer.body && { body: answer.body }),
      ...(answer.location && { headers: { location: new URL(new URL(answer.location, url).pathname, base).href } }),
    }
  }
