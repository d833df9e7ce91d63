/**
 * Incremental fetch sessions: the broker remembers which partitions a consumer reads, so that a request names only what
 * changed, and an answer only what has news. Source: KIP-227; KIP-516 for topic ids; Kafka 4.3 `FetchManager`.
 *
 * A request is one of four. Session 0, epoch 0: all partitions, please open a session. Any session, epoch -1: all
 * partitions, close the session. A session and its next epoch: changes only. Anything else is answered with an error, and
 * the client starts again.
 * The partition that had data goes to the end of the session's order: with little room in answers, all get their turn.
 * Not here: sessions of followers, which Kafka lets push out those of consumers.
 */
import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'
import { MINUTES } from '../lib/units.ts'
import { type Uuid, ZERO_UUID } from '../lib/uuid.ts'
import type { ErrorName } from '../protocol/errors.ts'

/** What a client wants of one partition, as its request or its session says. */
export interface FetchPartition {
  /** Undefined: the id is of no topic we know. */
  topic: string | undefined
  topicId: Uuid
  partition: number
  fetchOffset: number
  maxBytes: number
  /** -1: the client does not say which epoch it believes in. */
  currentLeaderEpoch: number
  lastFetchedEpoch: number
}

/** What came of it, as far as a session must know. */
export interface FetchOutcome {
  readonly request: FetchPartition
  readonly errorCode: number
  readonly highWatermark: number
  readonly logStartOffset: number
  readonly size: number
  readonly diverging: boolean
}

export interface FetchContext {
  readonly error?: ErrorName
  partitions(): Iterable<FetchPartition>
  /** @returns the session's id for the answer (0: none), and those outcomes that must be told */
  finish<Outcome extends FetchOutcome>(
    outcomes: Outcome[],
  ): { error?: ErrorName; sessionId: number; outcomes: readonly Outcome[] }
}

export interface FetchSessionRequest {
  version: number
  sessionId: number
  sessionEpoch: number
  partitions: FetchPartition[]
  forgotten: { topic: string | undefined; topicId: Uuid; partition: number }[]
}

interface Cached extends FetchPartition {
  /** What the client was told last; -1 makes any news worth telling. */
  highWatermark: number
  logStartOffset: number
}

interface FetchSession {
  readonly id: number
  readonly usesTopicIds: boolean
  readonly createdMs: number
  readonly partitions: Map<string, Cached>
  usedMs: number
  epoch: number
}

const NO_SESSION = 0
const FIRST_EPOCH = 0
const LAST_EPOCH = -1
/** The first release with topic ids in Fetch. */
const TOPIC_ID_VERSION = 13
/** A session unused for as long gives way to any other; a younger one does not give way to a larger one. Kafka's own. */
const EVICTION_MS = 2 * MINUTES
/** Over all sessions. Kafka has no such bound; without one a client could name a million partitions in each slot. */
const MAX_CACHED_PARTITIONS = 1_000_000

const keyOf = ({ topic, topicId, partition }: { topic: string | undefined; topicId: Uuid; partition: number }) =>
  `${topicId === ZERO_UUID ? topic : topicId}:${partition}`

const nextEpoch = (epoch: number) => (epoch === 2 ** 31 - 1 ? 1 : epoch + 1)

export class FetchSessions {
  readonly #clock: Clock
  readonly #random: Random
  readonly #maxSessions: number
  /** Least recently used first. */
  readonly #sessions = new Map<number, FetchSession>()
  #partitionCount = 0

  /** @param options.slots `max.incremental.fetch.session.cache.slots` */
  constructor(options: { clock: Clock; random: Random; slots: number }) {
    this.#clock = options.clock
    this.#random = options.random
    this.#maxSessions = options.slots
  }

  get size(): number {
    return this.#sessions.size
  }

  get partitionCount(): number {
    return this.#partitionCount
  }

  /** @param nameOf the name of a topic id, for partitions whose topic was not known when the session began */
  open(request: FetchSessionRequest, nameOf: (id: Uuid) => string | undefined): FetchContext {
    const { sessionId, sessionEpoch, partitions, version } = request
    if (sessionEpoch !== FIRST_EPOCH && sessionEpoch !== LAST_EPOCH) return this.#incremental(request, nameOf)
    if (sessionId !== NO_SESSION) this.#remove(sessionId)
    if (sessionEpoch === LAST_EPOCH) return sessionless(partitions)
    return {
      partitions: () => partitions,
      finish: outcomes => ({ sessionId: this.#create(outcomes, version >= TOPIC_ID_VERSION), outcomes }),
    }
  }

  #incremental(request: FetchSessionRequest, nameOf: (id: Uuid) => string | undefined): FetchContext {
    const session = this.#sessions.get(request.sessionId)
    if (session === undefined) return failed('FETCH_SESSION_ID_NOT_FOUND')
    if (session.epoch !== request.sessionEpoch) return failed('INVALID_FETCH_SESSION_EPOCH')
    if (session.usesTopicIds !== request.version >= TOPIC_ID_VERSION) return failed('FETCH_SESSION_TOPIC_ID_ERROR')
    this.#update(session, request)
    if (session.partitions.size === 0) {
      this.#remove(session.id)
      return sessionless(request.partitions)
    }
    this.#touch(session)
    session.epoch = nextEpoch(session.epoch)
    const { epoch } = session
    return {
      partitions: () => named(session, nameOf),
      finish: outcomes => {
        // The session moved on while this request waited: somebody sent it twice.
        if (session.epoch !== epoch)
          return { error: 'INVALID_FETCH_SESSION_EPOCH', sessionId: session.id, outcomes: [] }
        return { sessionId: session.id, outcomes: outcomes.filter(outcome => isNews(session, outcome)) }
      },
    }
  }

  #update(session: FetchSession, { partitions, forgotten }: FetchSessionRequest): void {
    const before = session.partitions.size
    for (const partition of partitions) {
      const key = keyOf(partition)
      const cached = session.partitions.get(key)
      if (cached === undefined) session.partitions.set(key, { ...partition, highWatermark: -1, logStartOffset: -1 })
      else Object.assign(cached, partition, { topic: cached.topic ?? partition.topic })
    }
    for (const partition of forgotten) session.partitions.delete(keyOf(partition))
    this.#partitionCount += session.partitions.size - before
  }

  #create(outcomes: readonly FetchOutcome[], usesTopicIds: boolean): number {
    if (this.#partitionCount + outcomes.length > MAX_CACHED_PARTITIONS || !this.#makeRoom(outcomes.length))
      return NO_SESSION
    const partitions = new Map<string, Cached>()
    for (const { request, highWatermark, logStartOffset } of outcomes)
      partitions.set(keyOf(request), { ...request, highWatermark, logStartOffset })
    const now = this.#clock.monotonic()
    const id = this.#newId()
    const session = { id, usesTopicIds, createdMs: now, usedMs: now, epoch: nextEpoch(FIRST_EPOCH), partitions }
    this.#sessions.set(id, session)
    this.#partitionCount += partitions.size
    return id
  }

  #newId(): number {
    for (;;) {
      const id = 1 + this.#random.below(2 ** 31 - 2)
      if (!this.#sessions.has(id)) return id
    }
  }

  /** Let the longest unused session go if it is stale, else the smallest that is old enough and no larger than the new. */
  #makeRoom(size: number): boolean {
    if (this.#sessions.size < this.#maxSessions) return true
    const now = this.#clock.monotonic()
    let victim: FetchSession | undefined
    for (const session of this.#sessions.values()) {
      if (now - session.usedMs > EVICTION_MS) {
        victim = session
        break
      }
      const old = now - session.createdMs > EVICTION_MS
      if (old && session.partitions.size <= (victim?.partitions.size ?? size)) victim = session
    }
    if (victim === undefined) return false
    this.#remove(victim.id)
    return true
  }

  #touch(session: FetchSession): void {
    session.usedMs = this.#clock.monotonic()
    this.#sessions.delete(session.id)
    this.#sessions.set(session.id, session)
  }

  #remove(id: number): void {
    const session = this.#sessions.get(id)
    if (session === undefined) return
    this.#partitionCount -= session.partitions.size
    this.#sessions.delete(id)
  }
}

const failed = (error: ErrorName): FetchContext => ({
  error,
  partitions: () => [],
  finish: () => ({ error, sessionId: NO_SESSION, outcomes: [] }),
})

const sessionless = (partitions: FetchPartition[]): FetchContext => ({
  partitions: () => partitions,
  finish: outcomes => ({ sessionId: NO_SESSION, outcomes }),
})

function* named(session: FetchSession, nameOf: (id: Uuid) => string | undefined): Iterable<FetchPartition> {
  for (const partition of session.partitions.values()) {
    if (partition.topic === undefined) partition.topic = nameOf(partition.topicId)
    yield partition
  }
}

/** Whether the client must hear of it; remembers what it hears. */
function isNews(
  session: FetchSession,
  { request, errorCode, highWatermark, logStartOffset, size, diverging }: FetchOutcome,
) {
  const key = keyOf(request)
  const cached = session.partitions.get(key)
  if (cached === undefined) return false
  const news =
    size > 0 ||
    errorCode !== 0 ||
    diverging ||
    cached.highWatermark !== highWatermark ||
    cached.logStartOffset !== logStartOffset
  // After an error the partition is told again, even if nothing else has changed.
  cached.highWatermark = errorCode === 0 ? highWatermark : -1
  cached.logStartOffset = logStartOffset
  if (size > 0) {
    session.partitions.delete(key)
    session.partitions.set(key, cached)
  }
  return news
}
