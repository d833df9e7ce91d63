/** What a broker asks of the controller in its own name. Source: KIP-631, KIP-730, KIP-858; Kafka 4.3 `BrokerLifecycleManager`. */
import type { Uuid } from '../lib/uuid.ts'
import type { Controller } from '../metadata/controller.ts'
import { BrokerHeartbeat } from '../protocol/generated/apis/63-broker-heartbeat.ts'
import { AllocateProducerIds } from '../protocol/generated/apis/67-allocate-producer-ids.ts'
import {
  AssignReplicasToDirs,
  type AssignReplicasToDirsRequestInit,
} from '../protocol/generated/apis/73-assign-replicas-to-dirs.ts'

/** Nobody is refused yet. */
const PRINCIPAL = 'User:broker'

export class OwnRequests {
  readonly #brokerId: number
  readonly #controller: Controller

  constructor(brokerId: number, controller: Controller) {
    this.#brokerId = brokerId
    this.#controller = controller
  }

  get #signature() {
    return { brokerId: this.#brokerId, brokerEpoch: this.#controller.brokerEpoch }
  }

  /** @param offlineLogDirs all that do not work */
  async tellOffline(offlineLogDirs: readonly Uuid[]): Promise<void> {
    const request = {
      ...this.#signature,
      currentMetadataOffset: this.#controller.cache.offset,
      wantFence: false,
      wantShutDown: false,
      offlineLogDirs: [...offlineLogDirs],
      cordonedLogDirs: null,
    }
    await this.#controller.forward(BrokerHeartbeat, request, PRINCIPAL)
  }

  /** @param directories which replicas lie in which */
  async assignReplicas(directories: AssignReplicasToDirsRequestInit['directories']): Promise<void> {
    await this.#controller.forward(AssignReplicasToDirs, { ...this.#signature, directories }, PRINCIPAL)
  }

  async allotProducerIds(): Promise<{ start: number; size: number }> {
    const { producerIdStart = 0, producerIdLen = 0 } = await this.#controller.forward(
      AllocateProducerIds,
      this.#signature,
      PRINCIPAL,
    )
    return { start: producerIdStart, size: producerIdLen }
  }
}
