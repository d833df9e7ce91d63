/**
 * Offsets of connectors, as REST shows and changes them: a source's own, a sink's of its consumer group.
 * Source: KIP-875; Kafka 4.3 `Worker.connectorOffsets`, `modifyConnectorOffsets`, `SinkUtils`.
 */
import { ConnectError } from '../errors.ts'
import type { Given, Place, SourceConnector } from '../plugin.ts'
import type { Worker } from '../runtime/worker.ts'
import { keyBytes, offsetBytes, offsetReader } from '../storage/offsets.ts'
import { alterSinkOffsets, readSinkOffsets } from './sink-offsets.ts'

export interface ConnectorOffset {
  partition: Place
  offset: Place | null
}
export interface ConnectorOffsets {
  offsets: ConnectorOffset[]
}
export type SubmittedOffsets = readonly ConnectorOffset[]

export async function readOffsets(worker: Worker, name: string, config: Given): Promise<ConnectorOffsets> {
  const { plugin } = worker.o.plugins.find(config['connector.class'] ?? '', 'source', 'sink')
  if (plugin.kind === 'sink') return readSinkOffsets(worker, name, config)
  const store = worker.offsetsOf(config)
  await store.start()
  try {
    const partitions = await store.partitions(name)
    const offsets = await offsetReader(store, name).offsets(partitions)
    return { offsets: partitions.map((partition, index) => ({ partition, offset: offsets[index]! })) }
  } finally {
    await store.stop()
  }
}

/** @param submitted null: forget all @returns what was done, in a sentence */
export async function alterOffsets(
  worker: Worker,
  name: string,
  config: Given,
  submitted: SubmittedOffsets | null,
): Promise<string> {
  const { plugin } = worker.o.plugins.find(config['connector.class'] ?? '', 'source', 'sink')
  if (plugin.kind === 'sink') return alterSinkOffsets(worker, plugin, name, config, submitted)
  return alterSource(worker, plugin, name, config, submitted)
}

async function alterSource(
  worker: Worker,
  plugin: SourceConnector,
  name: string,
  config: Given,
  submitted: SubmittedOffsets | null,
): Promise<string> {
  const store = worker.offsetsOf(config)
  await store.start()
  try {
    const wanted = submitted ?? (await store.partitions(name)).map(partition => ({ partition, offset: null }))
    for (const { partition } of wanted)
      if (partition == null) throw new ConnectError('Partition objects cannot be null')
    const changes = wanted.map(({ partition, offset }) => [partition, offset] as const)
    const known = (await plugin.alterOffsets?.(config, changes)) ?? false
    await store.set(changes.map(([partition, offset]) => [keyBytes(name, partition), offsetBytes(offset)]))
    return outcome(submitted === null ? 'reset' : 'altered', known)
  } finally {
    await store.stop()
  }
}

/** Connectors that keep offsets elsewhere may not have heard of it. */
export const outcome = (what: 'reset' | 'altered', known: boolean): string =>
  known
    ? `The offsets for this connector have been ${what} successfully`
    : `The Connect framework-managed offsets for this connector have been ${what} successfully. However, if this connector manages offsets externally, they will need to be manually ${what} in the system that the connector uses.`
