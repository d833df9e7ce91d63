/**
 * Who may do what: the rules of Kafka's standard authorizer over the entries in the metadata.
 *
 * - a super user may do everything;
 * - a DENY that matches beats every ALLOW;
 * - an entry matches by principal (its own, or `User:*`), by host (its own, or `*`), by operation (its own, or ALL), and by
 *   resource: the name, a prefix of it, or `*`;
 * - to be allowed READ, WRITE, DELETE or ALTER is to be allowed DESCRIBE; ALTER_CONFIGS, DESCRIBE_CONFIGS;
 * - where no entry is about a resource, `allow.everyone.if.no.acl.found` decides.
 *
 * Without authorizer.class.name everybody may do everything. Answers are remembered until entries change.
 * Source: KIP-11, KIP-290, KIP-801; Kafka 4.3 `StandardAuthorizerData`, `Authorizer.authorizeByResourceType`.
 */
import { ConfigError } from '../config/define.ts'
import {
  type AclOperation,
  type AclResource,
  ALL,
  ALLOW,
  CLUSTER_NAME,
  DENY,
  operationCode,
  PREFIXED,
  resourceCode,
  type StoredAcl,
  WILDCARD,
} from '../metadata/acls.ts'
import { type ErrorName, KafkaError } from '../protocol/errors.ts'

/** Who asks: as much of a session as the rules look at. */
export interface Asker {
  readonly principal: string
  readonly connection: { readonly remoteAddress: string }
}

const STANDARD = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'
const EVERYBODY = 'User:*'
/** Answers that are remembered, at most. */
const REMEMBERED = 10_000

const refusals: Readonly<Partial<Record<AclResource, ErrorName>>> = {
  TOPIC: 'TOPIC_AUTHORIZATION_FAILED',
  GROUP: 'GROUP_AUTHORIZATION_FAILED',
  CLUSTER: 'CLUSTER_AUTHORIZATION_FAILED',
  TRANSACTIONAL_ID: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  DELEGATION_TOKEN: 'DELEGATION_TOKEN_AUTHORIZATION_FAILED',
}

/** What can be done to a kind of resource. Source: Kafka `AclEntry.supportedOperations`. */
const operationsOf: Readonly<Partial<Record<AclResource, readonly AclOperation[]>>> = {
  TOPIC: ['READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  GROUP: ['READ', 'DESCRIBE', 'DELETE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  CLUSTER: ['CREATE', 'ALTER', 'DESCRIBE', 'CLUSTER_ACTION', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'IDEMPOTENT_WRITE'],
}

/** To be allowed one of these is to be allowed that. */
const implied: ReadonlyMap<number, ReadonlySet<number>> = new Map([
  [operationCode('DESCRIBE'), new Set((['DESCRIBE', 'READ', 'WRITE', 'DELETE', 'ALTER'] as const).map(operationCode))],
  [operationCode('DESCRIBE_CONFIGS'), new Set((['DESCRIBE_CONFIGS', 'ALTER_CONFIGS'] as const).map(operationCode))],
])

/** The entries about one kind of resource, by name. */
interface ByName {
  literal: Map<string, StoredAcl[]>
  prefixed: Map<string, StoredAcl[]>
}

export class Acls {
  /** Whether there is an authorizer at all. */
  readonly enabled: boolean
  readonly #superUsers: ReadonlySet<string>
  readonly #unlessFound: boolean
  #byType = new Map<number, ByName>()
  readonly #remembered = new Map<string, boolean>()

  /** @throws {ConfigError} for a class that is not Kafka's own: Java is not run here */
  constructor(settings: ReadonlyMap<string, string>) {
    const name = settings.get('authorizer.class.name') ?? ''
    if (name !== '' && name !== STANDARD)
      throw new ConfigError('authorizer.class.name', name, `Only ${STANDARD} is here`)
    this.enabled = name !== ''
    const users = (settings.get('super.users') ?? '').split(';').map(user => user.trim())
    this.#superUsers = new Set(users.filter(user => user !== ''))
    this.#unlessFound = settings.get('allow.everyone.if.no.acl.found')?.trim().toLowerCase() === 'true'
  }

  /** These are all entries now. */
  load(entries: Iterable<StoredAcl>): void {
    this.#remembered.clear()
    this.#byType = new Map()
    for (const entry of entries) {
      const { resourceType, patternType, resourceName } = entry
      const names = this.#byType.get(resourceType) ?? { literal: new Map(), prefixed: new Map() }
      this.#byType.set(resourceType, names)
      const map = patternType === PREFIXED ? names.prefixed : names.literal
      const list = map.get(resourceName)
      if (list) list.push(entry)
      else map.set(resourceName, [entry])
    }
  }

  allows(asker: Asker, operation: AclOperation, resource: AclResource, name: string = CLUSTER_NAME): boolean {
    if (!this.enabled || this.#superUsers.has(asker.principal)) return true
    const { remoteAddress } = asker.connection
    const key = `${operation} ${resource} ${remoteAddress} ${asker.principal} ${name}`
    const known = this.#remembered.get(key)
    if (known !== undefined) return known
    const allowed = this.#decide(asker, operationCode(operation), resourceCode(resource), name)
    if (this.#remembered.size === REMEMBERED) this.#remembered.clear()
    this.#remembered.set(key, allowed)
    return allowed
  }

  #decide(asker: Asker, operation: number, resource: number, name: string): boolean {
    let found = false
    let allowed = false
    for (const entry of this.#about(resource, name)) {
      found = true
      if (!concerns(entry, asker, operation)) continue
      if (entry.permissionType === DENY) return false
      allowed = true
    }
    return found ? allowed : this.#unlessFound
  }

  /** The entries about a resource, whoever and whatever they are for. */
  *#about(resource: number, name: string): Generator<StoredAcl> {
    const names = this.#byType.get(resource)
    if (names === undefined) return
    yield* names.literal.get(name) ?? []
    if (name !== WILDCARD) yield* names.literal.get(WILDCARD) ?? []
    if (names.prefixed.size > 0)
      for (let end = 0; end <= name.length; end++) yield* names.prefixed.get(name.slice(0, end)) ?? []
  }

  /** @throws {KafkaError} TOPIC_AUTHORIZATION_FAILED and its kin */
  demand(asker: Asker, operation: AclOperation, resource: AclResource, name: string = CLUSTER_NAME): void {
    if (this.allows(asker, operation, resource, name)) return
    throw new KafkaError(
      refusals[resource] ?? 'CLUSTER_AUTHORIZATION_FAILED',
      resource === 'CLUSTER'
        ? `${asker.principal} needs ${operation} permission on the cluster`
        : `${asker.principal} needs ${operation} permission on ${resource.toLowerCase()} ${JSON.stringify(name)}`,
    )
  }

  /** Whether there is any resource of a kind that the asker may do that to: there may be a DENY for each that is allowed. */
  allowsSome(asker: Asker, operation: AclOperation, resource: AclResource): boolean {
    if (this.allows(asker, operation, resource, 'hardcode')) return true
    const code = operationCode(operation)
    const names = this.#byType.get(resourceCode(resource))
    const patterns = (map: ReadonlyMap<string, readonly StoredAcl[]> | undefined, permission: number) =>
      new Set(
        [...(map ?? [])]
          .filter(([, list]) => list.some(each => each.permissionType === permission && exactly(each, asker, code)))
          .map(([name]) => name),
      )
    const denied = { literal: patterns(names?.literal, DENY), prefixed: patterns(names?.prefixed, DENY) }
    if (denied.literal.has(WILDCARD)) return false
    const prefixDenied = (name: string) => {
      for (let end = 1; end <= name.length; end++) if (denied.prefixed.has(name.slice(0, end))) return true
      return false
    }
    const literal = patterns(names?.literal, ALLOW)
    if (literal.has(WILDCARD)) return true
    for (const name of literal) if (!prefixDenied(name) && !denied.literal.has(name)) return true
    for (const prefix of patterns(names?.prefixed, ALLOW)) if (!prefixDenied(prefix)) return true
    return false
  }

  /** What the asker may do to a resource: bit n for operation n (KIP-430). */
  operations(asker: Asker, resource: AclResource, name: string = CLUSTER_NAME): number {
    const allowed = operationsOf[resource]?.filter(operation => this.allows(asker, operation, resource, name)) ?? []
    return allowed.reduce((bits, operation) => bits | (1 << operationCode(operation)), 0)
  }
}

const isFor = ({ principal, host }: StoredAcl, asker: Asker) =>
  (principal === asker.principal || principal === EVERYBODY) &&
  (host === WILDCARD || host === asker.connection.remoteAddress)

const exactly = (entry: StoredAcl, asker: Asker, operation: number) =>
  isFor(entry, asker) && (entry.operation === operation || entry.operation === ALL)

function concerns(entry: StoredAcl, asker: Asker, operation: number): boolean {
  if (!isFor(entry, asker)) return false
  if (entry.operation === ALL || entry.operation === operation) return true
  return entry.permissionType === ALLOW && implied.get(operation)?.has(entry.operation) === true
}
