/** A source task without a worker: polled by hand, its offsets remembered as a worker would. */
import type { Test } from 'tap'
import type { Given, Log, Place, SourceConnector, SourceRecord, SourceTask } from '../../../src/connect/plugin.ts'
import { resolveSettings } from '../../../src/connect/settings.ts'
import { offsetBytes, readOffset } from '../../../src/connect/storage/offsets.ts'

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

export interface SourceRun {
  /** Records of polls until one has none; each is committed. */
  drain(): Promise<SourceRecord[]>
  poll(): Promise<readonly SourceRecord[] | null>
  stop(): Promise<void>
}

/** What a worker keeps; the same one again is a restart. */
export type Kept = Map<string, Place>

export async function startSource(
  t: Test,
  plugin: SourceConnector<never>,
  given: Given,
  kept: Kept = new Map(),
): Promise<SourceRun> {
  const stop = new AbortController()
  const config = resolveSettings(plugin.config, given)
  const offset = async (partition: Place) => {
    const found = kept.get(JSON.stringify(partition))
    // As it comes back from where offsets are kept.
    return found ? readOffset(offsetBytes(found)) : null
  }
  const offsets = { offset, offsets: (all: readonly Place[]) => Promise.all(all.map(offset)) }
  const shared = { connectorName: 'test', log: silent, offsets }
  const running = await plugin.start?.(
    config as never,
    { ...shared, requestTaskReconfiguration() {}, raiseError: error => t.fail(error.message) },
    given,
  )
  const [own = given] = (await running?.taskConfigs(1)) ?? [given]
  const task: SourceTask = await plugin.task(
    resolveSettings(plugin.config, own) as never,
    { ...shared, taskNumber: 0, given: own, signal: stop.signal, transaction: undefined },
    own,
  )
  const poll = async () => {
    const records = await task.poll()
    for (const { sourcePartition, sourceOffset } of records ?? [])
      kept.set(JSON.stringify(sourcePartition), sourceOffset)
    return records
  }
  let isOver = false
  const end = async () => {
    if (isOver) return
    isOver = true
    stop.abort()
    await task.stop?.()
    await running?.stop?.()
  }
  t.teardown(end)
  return {
    poll,
    async drain() {
      const all: SourceRecord[] = []
      for (;;) {
        const records = await poll()
        if (!records?.length) return all
        all.push(...records)
      }
    },
    stop: end,
  }
}
