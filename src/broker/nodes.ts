/** The brokers of the cluster, as a client is told about them: where each is reached, and what cannot be read there. */
import type { MetadataCache, PartitionState } from '../metadata/cache.ts'
import { directoryOf, isOnline } from '../metadata/directories.ts'
import type { Session } from './handler.ts'
import type { Endpoint } from './listeners.ts'

export interface Node extends Endpoint {
  nodeId: number
  rack: string | null
  fenced: boolean
}

export class Nodes {
  readonly #nodeId: number
  readonly #metadata: MetadataCache
  readonly #advertised: ReadonlyMap<string, Endpoint>

  /** @param advertised of this broker: by the listener's name */
  constructor(nodeId: number, metadata: MetadataCache, advertised: ReadonlyMap<string, Endpoint>) {
    this.#nodeId = nodeId
    this.#metadata = metadata
    this.#advertised = advertised
  }

  /** Each with the address that the asker reaches it at. Fenced ones only on request. */
  list({ connection }: Session, { fenced = false } = {}): Node[] {
    const nodes: Node[] = []
    for (const broker of this.#metadata.brokers.values()) {
      if (broker.fenced && !fenced) continue
      const endpoint =
        broker.id === this.#nodeId
          ? (this.#advertised.get(connection.listener) ?? { host: connection.localAddress, port: connection.localPort })
          : broker.listeners.find(({ name }) => name === connection.listener)
      if (endpoint === undefined) continue
      const { host, port } = endpoint
      nodes.push({ nodeId: broker.id, host, port, rack: broker.rack, fenced: broker.fenced })
    }
    return nodes
  }

  /** Replicas of a partition that nobody can read: their broker is away, or the directory has failed that they lie in. */
  offlineReplicas(partition: PartitionState): number[] {
    return partition.replicas.filter(id => {
      const broker = this.#metadata.brokers.get(id)
      return broker === undefined || broker.fenced || !isOnline(directoryOf(partition, id), broker.logDirs)
    })
  }
}
