/**
 * Connections to brokers, one for each address and purpose, opened when first needed, with the API versions that were agreed
 * on. A broker that cannot be reached is left alone for a while, longer each time.
 * Source: KIP-35 (ApiVersions), KIP-511; Kafka 4.3 `NetworkClient`, `ClusterConnectionStates`, `ApiVersionsResponse.parse`.
 * Not here: TLS and SASL.
 */
import type { Clock } from '../lib/clock.ts'
import { Connection } from '../net/connection.ts'
import { errorName, KafkaError } from '../protocol/errors.ts'
import { ApiVersions, type ApiVersionsResponse } from '../protocol/generated/apis/18-api-versions.ts'
import type { Api } from '../protocol/message.ts'
import type { Address } from './bootstrap.ts'
import { type BackoffOptions, backoffMs } from './retry.ts'
import { pause } from './wait.ts'

export interface VersionRange {
  readonly min: number
  readonly max: number
}

export interface Peer {
  readonly address: Address
  readonly connection: Connection
  /** By API key: the versions the broker speaks. */
  readonly versions: ReadonlyMap<number, VersionRange>
  /** Finalized features by name: transaction.version and the like; none on a broker before 2.7. */
  readonly features: ReadonlyMap<string, number>
}

/**
 * What a connection is for. A broker answers one connection's requests in their order, so a fetch that waits for records, or
 * a join that waits for members, would hold up whatever comes after it.
 */
export type Channel = 'main' | 'fetch' | 'group'

export interface PeersOptions {
  clientId: string
  requestTimeoutMs: number
  /** socket.connection.setup.timeout.ms, and its limit. */
  connect: BackoffOptions
  reconnect: BackoffOptions
  clock: Clock
  random: () => number
}

/** What ApiVersions tells the broker about us (KIP-511). */
const SOFTWARE = { clientSoftwareName: 'tskafka', clientSoftwareVersion: '0.1.0' }

export class Peers {
  readonly #o: PeersOptions
  readonly #peers = new Map<string, Promise<Peer>>()
  readonly #open = new Map<string, Peer>()
  /** By address: tries that failed in a row, and when the next may begin. */
  readonly #failures = new Map<string, { count: number; notBefore: number }>()
  #closed = false

  constructor(options: PeersOptions) {
    this.#o = options
  }

  /** An open connection, if there is one. */
  opened(address: Address, channel: Channel = 'main'): Peer | undefined {
    return this.#open.get(keyOf(address, channel))
  }

  /** How long an address that failed is still to be left alone. */
  waitMs(address: Address): number {
    const notBefore = this.#failures.get(addressOf(address))?.notBefore ?? 0
    return Math.max(0, notBefore - this.#o.clock.monotonic())
  }

  /**
   * The connection to an address: the one there is, or a new one, after its backoff.
   * @throws {KafkaError} NETWORK_EXCEPTION, or what ApiVersions was refused with
   */
  get(address: Address, channel: Channel = 'main'): Promise<Peer> {
    if (this.#closed) return Promise.reject(new KafkaError('NETWORK_EXCEPTION', 'The client is closed'))
    const key = keyOf(address, channel)
    const known = this.#peers.get(key)
    if (known) return known
    const peer = this.#connect(address)
    this.#peers.set(key, peer)
    const forget = () => {
      if (this.#peers.get(key) === peer) this.#peers.delete(key)
    }
    peer.then(opened => {
      this.#open.set(key, opened)
      opened.connection.onClose(() => {
        forget()
        if (this.#open.get(key) === opened) this.#open.delete(key)
      })
    }, forget)
    return peer
  }

  async #connect(address: Address): Promise<Peer> {
    const { clock, clientId, requestTimeoutMs, connect, reconnect, random } = this.#o
    const key = addressOf(address)
    await pause(clock, this.waitMs(address))
    const failures = this.#failures.get(key)?.count ?? 0
    const connectTimeoutMs = backoffMs(connect, failures, random)
    try {
      const connection = await Connection.connect({ ...address, clientId, requestTimeoutMs, connectTimeoutMs, clock })
      try {
        const peer = await negotiate(address, connection)
        if (this.#closed) throw new KafkaError('NETWORK_EXCEPTION', 'The client is closed')
        this.#failures.delete(key)
        return peer
      } catch (error) {
        await connection.close()
        throw error
      }
    } catch (error) {
      const notBefore = clock.monotonic() + backoffMs(reconnect, failures, random)
      this.#failures.set(key, { count: failures + 1, notBefore })
      throw error
    }
  }

  /** Close all; what is unanswered fails. */
  async close(): Promise<void> {
    this.#closed = true
    const peers = [...this.#peers.values()]
    this.#peers.clear()
    this.#open.clear()
    const close = ({ connection }: Peer) => connection.close()
    // A connection that never came about needs no closing; its failure went to whoever asked for it.
    await Promise.all(peers.map(peer => peer.then(close, () => {})))
  }
}

/** Ask for the broker's versions, in the newest form; in one that it knows when it does not know that. */
async function negotiate(address: Address, connection: Connection): Promise<Peer> {
  let answer = await connection.send(tolerant, ApiVersions.max, SOFTWARE)
  if (errorName(answer.errorCode) === 'UNSUPPORTED_VERSION') {
    const theirs = answer.apiKeys.find(({ apiKey }) => apiKey === ApiVersions.key)
    answer = await connection.send(tolerant, Math.min(theirs?.maxVersion ?? 0, ApiVersions.max), SOFTWARE)
  }
  if (answer.errorCode !== 0)
    throw new KafkaError(
      errorName(answer.errorCode),
      `${addressOf(address)} does not say which API versions it speaks: ${errorName(answer.errorCode)}`,
    )
  return {
    address,
    connection,
    versions: new Map(answer.apiKeys.map(row => [row.apiKey, { min: row.minVersion, max: row.maxVersion }])),
    features: new Map(answer.finalizedFeatures.map(row => [row.name, row.maxVersionLevel])),
  }
}

const UNSUPPORTED_VERSION = 35

/** A broker that does not know the version answers in the form of version 0, whatever it was asked in. */
const tolerant: typeof ApiVersions = {
  ...ApiVersions,
  response: {
    ...ApiVersions.response,
    read(reader, version): ApiVersionsResponse {
      const { buffer, position } = reader
      const refused = reader.remaining >= 2 && buffer.readInt16BE(position) === UNSUPPORTED_VERSION
      return ApiVersions.response.read(reader, refused ? 0 : version)
    },
  },
}

/**
 * The highest version of `api` that both sides speak, within bounds of the caller's.
 * @throws {KafkaError} UNSUPPORTED_VERSION that says who serves what
 */
export function versionFor(
  api: Api<unknown, never, unknown, unknown>,
  { versions, address }: Pick<Peer, 'versions' | 'address'>,
  bounds: { minVersion?: number | undefined; maxVersion?: number | undefined } = {},
): number {
  const ours = { min: Math.max(api.min, bounds.minVersion ?? 0), max: Math.min(api.max, bounds.maxVersion ?? api.max) }
  const theirs = versions.get(api.key)
  const version = Math.min(ours.max, theirs?.max ?? NONE)
  if (theirs && version >= Math.max(ours.min, theirs.min)) return version
  throw new KafkaError(
    'UNSUPPORTED_VERSION',
    `The broker at ${addressOf(address)} ${theirs ? `serves ${api.name} in versions ${theirs.min} to ${theirs.max}` : `does not serve ${api.name}`}; versions ${ours.min} to ${ours.max} are needed`,
  )
}
const NONE = -1

const addressOf = ({ host, port }: Address) => `${host}:${port}`
const keyOf = (address: Address, channel: Channel) => `${channel} ${addressOf(address)}`
