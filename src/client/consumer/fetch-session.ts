/**
 * A fetch session with one broker: the broker remembers which partitions are fetched from where, so a request names only what
 * has changed. This is the client's half, without I/O.
 *
 *   epoch 0   a full request: begin a session, or begin anew        epoch -1  no session, or the end of one
 *   epoch n   the n-th request of a session, with changes only; after 2^31 - 1 comes 1
 *
 * Source: KIP-227, KIP-516 (topic ids: a session has them for all its topics, or for none); Kafka 4.3 `FetchSessionHandler`.
 */
import type { ErrorName } from '../../protocol/errors.ts'
import type { LeaderEpoch, Offset, Uuid } from '../../protocol/types.ts'
import { ZERO_UUID } from '../../protocol/types.ts'
import type { TopicPartition } from '../offsets.ts'

/** What is asked of one partition. */
export interface Wanted extends TopicPartition {
  readonly topicId: Uuid
  readonly fetchOffset: Offset
  readonly leaderEpoch: LeaderEpoch
  readonly maxBytes: number
}

export interface SessionRequest {
  sessionId: number
  sessionEpoch: number
  send: Wanted[]
  forget: Wanted[]
  /** Whether topics are named by id. */
  byId: boolean
}

const NEW = 0
const LAST_EPOCH = 0x7fffffff

export class FetchSession {
  #id = 0
  #epoch = NEW
  #byId = false
  /** As the broker knows them. */
  #known = new Map<string, Wanted>()

  get id(): number {
    return this.#id
  }

  /** @param wanted all partitions to fetch now, by key */
  next(wanted: ReadonlyMap<string, Wanted>): SessionRequest {
    let byId = true
    for (const { topicId } of wanted.values()) byId &&= topicId !== ZERO_UUID
    if (byId !== this.#byId) this.#epoch = NEW
    this.#byId = byId
    const full = this.#epoch === NEW
    const send: Wanted[] = []
    for (const [key, each] of wanted) if (full || !same(this.#known.get(key), each)) send.push(each)
    const forget: Wanted[] = []
    if (!full)
      for (const [key, each] of this.#known) {
        const now = wanted.get(key)
        // Another topic under the same name is another topic.
        if (!now || now.topicId !== each.topicId) forget.push(each)
      }
    this.#known = new Map(wanted)
    return { sessionId: this.#id, sessionEpoch: this.#epoch, send, forget, byId }
  }

  /** The answer came, without an error of its own. */
  answered(sessionId: number): void {
    if (sessionId === 0) this.reset()
    else if (this.#epoch === NEW) {
      this.#id = sessionId
      this.#epoch = 1
    } else this.#epoch = this.#epoch === LAST_EPOCH ? 1 : this.#epoch + 1
  }

  /** The broker refused the session: begin anew. Its id, where it has one still, lets it end the old one. */
  refused(error: ErrorName): void {
    if (error === 'FETCH_SESSION_ID_NOT_FOUND') this.#id = 0
    this.#epoch = NEW
  }

  /** No answer: what the broker remembers is not known. */
  lost(): void {
    this.#epoch = NEW
  }

  reset(): void {
    this.#id = 0
    this.#epoch = NEW
  }
}

const same = (a: Wanted | undefined, b: Wanted) =>
  a !== undefined &&
  a.fetchOffset === b.fetchOffset &&
  a.leaderEpoch === b.leaderEpoch &&
  a.maxBytes === b.maxBytes &&
  a.topicId === b.topicId
