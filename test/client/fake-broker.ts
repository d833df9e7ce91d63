/**
 * A broker that says what a test tells it to: real sockets, Kafka's frames, and a function for each API. What it is not told
 * is answered as a cluster of one would, with the topics it was given.
 */
import net from 'node:net'
import type { Cluster } from '../../src/client/cluster.ts'
import { FrameReader } from '../../src/net/frame.ts'
import {
  Metadata,
  type MetadataResponse,
  type MetadataResponseInit,
} from '../../src/protocol/generated/apis/03-metadata.ts'
import { FindCoordinator } from '../../src/protocol/generated/apis/10-find-coordinator.ts'
import { ApiVersions } from '../../src/protocol/generated/apis/18-api-versions.ts'
import { InitProducerId } from '../../src/protocol/generated/apis/22-init-producer-id.ts'
import { apis } from '../../src/protocol/generated/apis/index.ts'
import { encodeResponse, readRequestHeader } from '../../src/protocol/header.ts'
import type { AnyApi, Api } from '../../src/protocol/message.ts'
import { Reader } from '../../src/protocol/reader.ts'

export interface Asked {
  api: string
  version: number
  // biome-ignore lint/suspicious/noExplicitAny: a test knows what it asked
  body: any
  correlationId: number
  connection: number
}

/** In place of an answer: close the connection, or say nothing, ever. */
export const HANG_UP = Symbol('hang up')
export const SILENCE = Symbol('silence')

/** FindCoordinator has one answer below it, and a list from it on. */
const SEVERAL_KEYS = 4

type Answer<Response> = Response | typeof HANG_UP | typeof SILENCE
type Handler = (request: unknown, asked: Asked) => unknown

/** Ids by name, so that a test can say which. */
export const topicId = (name: string) => Buffer.from(name.padEnd(16, '.').slice(0, 16)).toString('base64url')

export interface FakeTopic {
  partitions: number
  leaders?: readonly number[]
  leaderEpoch?: number
  /** Default: by its name. */
  id?: string
}

export class FakeBroker {
  readonly asked: Asked[] = []
  readonly topics = new Map<string, FakeTopic>()
  /** Other brokers of the cluster, for Metadata. */
  readonly others: FakeBroker[] = []
  /** Versions to claim, by API name; null for not at all. */
  readonly claims = new Map<string, { min: number; max: number } | null>()
  readonly features = new Map<string, number>()
  readonly nodeId: number
  readonly #server = net.createServer({ noDelay: true })
  readonly #handlers = new Map<number, Handler>()
  readonly #sockets = new Set<net.Socket>()
  #connections = 0

  private constructor(nodeId: number) {
    this.nodeId = nodeId
    this.on(ApiVersions, () => this.#versions())
    this.on(Metadata, request => this.metadata(request.topics?.map(topic => this.#nameOf(topic)) ?? null))
    this.on(FindCoordinator, (request, { version }) =>
      version < SEVERAL_KEYS ? this.#self() : { coordinators: this.#coordinators(request) },
    )
    this.on(InitProducerId, () => ({ producerId: 4000 + this.of('InitProducerId').length, producerEpoch: 0 }))
  }

  static async start(topics: Record<string, FakeTopic | number> = {}, nodeId = 1): Promise<FakeBroker> {
    const broker = new FakeBroker(nodeId)
    for (const [name, topic] of Object.entries(topics))
      broker.topics.set(name, typeof topic === 'number' ? { partitions: topic } : topic)
    broker.#server.on('connection', socket => broker.#serve(socket))
    await new Promise<void>(resolve => broker.#server.listen(0, '127.0.0.1', resolve))
    return broker
  }

  get port(): number {
    return (this.#server.address() as net.AddressInfo).port
  }

  get bootstrap(): string {
    return `127.0.0.1:${this.port}`
  }

  on<Request, ResponseInit>(
    api: Api<Request, never, unknown, ResponseInit>,
    fn: (request: Request, asked: Asked) => Answer<ResponseInit> | Promise<Answer<ResponseInit>>,
  ): void {
    this.#handlers.set(api.key, fn as Handler)
  }

  /** What was asked of an API, in order. */
  of(name: string): Asked[] {
    return this.asked.filter(({ api }) => api === name)
  }

  metadata(names: readonly string[] | null): MetadataResponseInit {
    const brokers = [this, ...this.others].map(({ nodeId, port }) => ({ nodeId, host: '127.0.0.1', port }))
    return {
      clusterId: 'fake',
      controllerId: this.nodeId,
      brokers,
      topics: (names ?? [...this.topics.keys()]).map(name => {
        const topic = this.topics.get(name)
        return {
          name,
          topicId: topic?.id ?? topicId(name),
          errorCode: topic ? 0 : 3,
          partitions: Array.from({ length: topic?.partitions ?? 0 }, (_, partitionIndex) => {
            const leaderId = topic?.leaders?.[partitionIndex] ?? this.nodeId
            return {
              errorCode: 0,
              partitionIndex,
              leaderId,
              leaderEpoch: topic?.leaderEpoch ?? 0,
              replicaNodes: [leaderId],
              isrNodes: [leaderId],
              offlineReplicas: [],
            }
          }),
        }
      }),
    }
  }

  /** What a Metadata answer on another connection tells: it may come before one that was asked for earlier. */
  tell({ metadata }: Pick<Cluster, 'metadata'>): void {
    metadata.apply(this.metadata(null) as MetadataResponse, 0)
  }

  #nameOf({ name, topicId: id }: { name: string | null; topicId: string }): string {
    return name ?? [...this.topics.keys()].find(known => topicId(known) === id) ?? ''
  }

  #self() {
    return { nodeId: this.nodeId, host: '127.0.0.1', port: this.port }
  }

  #coordinators({ coordinatorKeys }: { coordinatorKeys: readonly string[] }) {
    return coordinatorKeys.map(key => ({ ...this.#self(), key, errorCode: 0, errorMessage: null }))
  }

  #versions() {
    const apiKeys = (apis as readonly AnyApi[]).flatMap(({ key, name, advertisedMin, max }) => {
      const claim = this.claims.get(name)
      if (claim === null) return []
      return [{ apiKey: key, minVersion: claim?.min ?? advertisedMin, maxVersion: claim?.max ?? max }]
    })
    const finalizedFeatures = [...this.features].map(([name, level]) => ({
      name,
      maxVersionLevel: level,
      minVersionLevel: level,
    }))
    return { apiKeys, supportedFeatures: [], finalizedFeatures, finalizedFeaturesEpoch: 1 }
  }

  #serve(socket: net.Socket): void {
    this.#sockets.add(socket)
    const connection = this.#connections++
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => {})
    let order = Promise.resolve()
    const frames = new FrameReader(2 ** 30, frame => {
      // Copied: records must be as they were, when a test looks at them later.
      const bytes = Buffer.from(frame)
      order = order.then(() => this.#answer(socket, bytes, connection))
    })
    socket.on('data', chunk => frames.push(chunk as Buffer))
  }

  async #answer(socket: net.Socket, frame: Buffer, connection: number): Promise<void> {
    const api = (apis as readonly AnyApi[]).find(({ key }) => key === frame.readInt16BE(0))!
    const version = frame.readInt16BE(2)
    const reader = new Reader(frame)
    const { correlationId } = readRequestHeader(reader, version >= api.flexibleFrom)
    const unknown = version > (this.claims.get(api.name)?.max ?? api.max)
    const body = unknown ? undefined : api.request.read(reader, version)
    const asked: Asked = { api: api.name, version, body, correlationId, connection }
    this.asked.push(asked)
    if (unknown && api === ApiVersions)
      return this.#send(socket, api, 0, { ...this.#versions(), errorCode: 35 }, correlationId)
    const handler = this.#handlers.get(api.key)
    if (!handler) throw new Error(`The fake broker was not told what to answer to ${api.name}`)
    const answer = await handler(body, asked)
    if (answer === HANG_UP) socket.destroy()
    else if (answer !== SILENCE) this.#send(socket, api, version, answer, correlationId)
  }

  #send(socket: net.Socket, api: AnyApi, version: number, answer: unknown, correlationId: number): void {
    socket.write(Buffer.concat(encodeResponse(api, version, answer, { correlationId })))
  }

  /** Cut all connections, as a broker that dies does; it goes on listening. */
  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    this.hangUp()
    await new Promise(resolve => this.#server.close(resolve))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
