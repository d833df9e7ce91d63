/**
 * What a source task that writes in transactions asks of the group before it writes: that the leader fences off the tasks of before,
 * and then, that there is nothing newer than it. Source: KIP-618; Kafka 4.3 `DistributedHerder.fenceZombieSourceTasks`,
 * `verifyTaskGenerationAndOwnership`. Not as Kafka's: a leader that does not answer, or does not lead any more, is no reason to fail:
 * it is asked again for a minute, by when there is another.
 */
import { backoffMs } from '../../client/retry.ts'
import { pause } from '../../client/wait.ts'
import { systemClock } from '../../lib/clock.ts'
import { MINUTES, SECONDS } from '../../lib/units.ts'
import { ConnectError, NotLeaderError, RestError } from '../errors.ts'
import type { Work } from '../group/work.ts'
import type { Log } from '../plugin.ts'
import type { ClusterState } from '../runtime/config-state.ts'
import { type TaskId, taskKey } from '../runtime/states.ts'
import type { ExactlyOnce } from '../runtime/worker.ts'

export interface SourceStartHost {
  readonly log: Log
  /** By this worker. @throws {NotLeaderError} */
  fence(connector: string): Promise<void>
  tellLeader(path: string, method: string): Promise<void>
  /** Read the config topic to its end. */
  refresh(): Promise<void>
  /** Between two looks at the group. */
  inTurn(work: () => void): Promise<void>
  state(): ClusterState
  assigned(): Work
}

const ASK = { firstMs: 100, maxMs: 2 * SECONDS }
const PATIENCE_MS = 1 * MINUTES

/** @param generation of the settings that the task was given */
export const sourceStart = (host: SourceStartHost, id: TaskId, generation: number | undefined): ExactlyOnce => ({
  fence: signal => fence(host, id.connector, signal),
  verify: () => verify(host, id, generation),
})

async function fence(host: SourceStartHost, connector: string, signal: AbortSignal): Promise<void> {
  const deadline = systemClock.monotonic() + PATIENCE_MS
  for (let attempt = 0; !signal.aborted; attempt++)
    try {
      return await askToFence(host, connector)
    } catch (cause) {
      if (!isPassing(cause) || systemClock.monotonic() > deadline)
        throw new ConnectError('Failed to perform round of zombie fencing', { cause })
      host.log.warn(`Tasks of before of ${connector} are not fenced off yet, and it is tried again: ${cause.message}`)
      await pause(systemClock, backoffMs(ASK, attempt))
    }
}

async function askToFence({ fence, tellLeader }: SourceStartHost, connector: string): Promise<void> {
  try {
    await fence(connector)
  } catch (error) {
    if (!(error instanceof NotLeaderError)) throw error
    await tellLeader(`/connectors/${encodeURIComponent(connector)}/fence`, 'PUT')
  }
}

/** Nobody leads now, somebody else does by now, or the leader cannot at the moment; a refusal is for good. */
const isPassing = (error: unknown): error is RestError | NotLeaderError =>
  error instanceof NotLeaderError || (error instanceof RestError && (error.status === 409 || error.status >= 500))

async function verify(host: SourceStartHost, id: TaskId, generation: number | undefined): Promise<void> {
  await host.refresh()
  await host.inTurn(() => {
    const refuse = (why: string) => {
      throw new ConnectError(`Cannot start source task ${taskKey(id)} ${why}`)
    }
    if (host.state().connectors.get(id.connector)?.taskGeneration !== generation)
      refuse('with exactly-once support as the connector has already generated a new set of task configs')
    if (!host.assigned().has(id)) refuse('as it has already been revoked from this worker')
  })
}
