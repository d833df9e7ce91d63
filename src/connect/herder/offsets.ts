/**
 * Offsets of connectors, as REST shows and changes them: a source's own, a sink's of its consumer group.
 * Source: KIP-875; Kafka 4.3 `Worker.connectorOffsets`, `modifyConnectorOffsets`, `SinkUtils`.
 */
import { Producer } from '../../client/producer/producer.ts'
import { ConnectError } from '../errors.ts'
import type { Given, Place, SourceConnector } from '../plugin.ts'
import { sourceProducerConfigs } from '../runtime/clients.ts'
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
  const store = worker.offsetsOf(name, config)
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
  const { settings } = worker.o
  const producer =
    settings.exactlyOnce === 'enabled'
      ? new Producer(sourceProducerConfigs(settings, { connector: name, task: 0 }, config))
      : undefined
  const store = worker.offsetsOf(name, config, producer && (() => producer))
  try {
    await producer?.initTransactions()
    await store.start()
    const wanted = submitted ?? (await store.partitions(name)).map(partition => ({ partition, offset: null }))
    for (const { partition } of wanted)
      if (partition == null) throw new ConnectError('Partition objects cannot be null')
    const changes = wanted.map(({ partition, offset }) => [partition, offset] as const)
    const known = (await plugin.alterOffsets?.(config, changes)) ?? false
    const write = () =>
      store.set(changes.map(([partition, offset]) => [keyBytes(name, partition), offsetBytes(offset)]))
    await (producer ? producer.transaction(write) : write())
    store.committed?.()
    return outcome(submitted === null ? 'reset' : 'altered', known)
  } finally {
    await store.stop()
    await producer?.close(CLOSE_MS)
  }
}
const CLOSE_MS = 5000

/** Connectors that keep offsets elsewhere may not have heard of it. */
export const outcome = (what: 'reset' | 'altered', known: boolean): string =>
  known
    ? `The offsets for this connector have been ${what} successfully`
    : `The Connect framework-managed offsets for this connector have been ${what} successfully. However, if this connector manages offsets externally, they will need to be manually ${what} in the system that the connector uses.`
