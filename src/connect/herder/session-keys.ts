/**
 * The key with which workers sign what they ask one another. The leader makes it, and a new one every inter.worker.key.ttl.ms; all
 * read it in the config topic. Source: KIP-507; Kafka 4.3 `DistributedHerder.checkForKeyRotation`, `InternalRequestSignature`.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { badRequest, RestError, SettingsError } from '../errors.ts'
import { ALGORITHM_HEADER, SIGNATURE_HEADER } from '../rest/signature.ts'
import type { SessionKey } from '../runtime/config-state.ts'
import type { DistributedConfig } from '../runtime/worker-config.ts'
import type { RequestSignature } from './herder.ts'

/** As Java calls them: node's name, and how long Java makes a key that nobody says the length of, in bytes. */
const algorithms: Readonly<Record<string, { hash: string; bytes: number }>> = {
  HmacMD5: { hash: 'md5', bytes: 64 },
  HmacSHA1: { hash: 'sha1', bytes: 64 },
  HmacSHA224: { hash: 'sha224', bytes: 28 },
  HmacSHA256: { hash: 'sha256', bytes: 32 },
  HmacSHA384: { hash: 'sha384', bytes: 48 },
  HmacSHA512: { hash: 'sha512', bytes: 64 },
}

export class SessionKeys {
  readonly #config: DistributedConfig
  #key: SessionKey | undefined

  /** @throws {SettingsError} for algorithms that are not here */
  constructor(config: DistributedConfig) {
    this.#config = config
    const verified = config['inter.worker.verification.algorithms']
    const named = [
      ['inter.worker.key.generation.algorithm', config['inter.worker.key.generation.algorithm']],
      ['inter.worker.signature.algorithm', config['inter.worker.signature.algorithm']],
      ...verified.map(each => ['inter.worker.verification.algorithms', each]),
    ] as const
    for (const [setting, algorithm] of named)
      if (!algorithms[algorithm!])
        throw new SettingsError(`${setting}: there is no ${algorithm}, but ${Object.keys(algorithms).join(', ')}`)
    if (!verified.includes(config['inter.worker.signature.algorithm']))
      throw new SettingsError(
        `inter.worker.verification.algorithms must have the inter.worker.signature.algorithm ${config['inter.worker.signature.algorithm']} in it, or no worker takes what another asks`,
      )
  }

  set key(key: SessionKey | undefined) {
    this.#key = key
  }

  /** When the leader makes the next; undefined: nothing says so. */
  get dueAt(): number | undefined {
    const ttlMs = this.#config['inter.worker.key.ttl.ms']
    return this.#key && ttlMs > 0 ? this.#key.createdAt + ttlMs : undefined
  }

  /** For leaders. */
  isDue(now: number): boolean {
    if (!this.#key) return true
    const dueAt = this.dueAt
    return (
      (dueAt !== undefined && dueAt <= now) ||
      this.#key.algorithm !== this.#config['inter.worker.key.generation.algorithm'] ||
      this.#key.key.length !== this.#bytes
    )
  }

  get #bytes(): number {
    const bits = this.#config['inter.worker.key.size']
    return bits === null
      ? algorithms[this.#config['inter.worker.key.generation.algorithm']]!.bytes
      : Math.ceil(bits / 8)
  }

  create(now: number): SessionKey {
    return {
      key: randomBytes(this.#bytes),
      algorithm: this.#config['inter.worker.key.generation.algorithm'],
      createdAt: now,
    }
  }

  /** Headers for a request; none while there is no key. */
  sign(body: Buffer): Record<string, string> {
    if (!this.#key) return {}
    const algorithm = this.#config['inter.worker.signature.algorithm']
    return {
      [SIGNATURE_HEADER]: signatureOf(algorithm, this.#key, body).toString('base64'),
      [ALGORITHM_HEADER]: algorithm,
    }
  }

  /** @throws {RestError} why it is not to be done */
  verify(request: RequestSignature | undefined): void {
    if (!request) throw badRequest('Internal request missing required signature')
    const { algorithm, signature, body } = request
    const taken = this.#config['inter.worker.verification.algorithms']
    if (!taken.includes(algorithm))
      throw badRequest(
        `This worker does not support the '${algorithm}' key signing algorithm used by other workers. This worker is currently configured to use: [${taken.join(', ')}]. Check that all workers' configuration files permit the same set of signature algorithms, and correct any misconfigured worker and restart it.`,
      )
    if (!this.#key)
      throw new RestError(
        503,
        'This worker is still starting up and has not been able to read a session key from the config topic yet',
      )
    const expected = signatureOf(algorithm, this.#key, body)
    if (expected.length !== signature.length || !timingSafeEqual(expected, signature))
      throw new RestError(403, 'Internal request contained invalid signature.')
  }
}

const signatureOf = (algorithm: string, { key }: SessionKey, body: Buffer): Buffer =>
  createHmac(algorithms[algorithm]!.hash, key).update(body).digest()
