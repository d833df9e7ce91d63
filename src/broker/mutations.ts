/**
 * controller_mutation_rate: partitions that a client may create and delete in a second. Newer clients are refused topic by topic
 * and told when to come back; older ones, which do not know that error, are served and not listened to for that long.
 * Source: KIP-599; Kafka 4.3 `ControllerMutationQuotaManager`, `ReplicationControlManager`.
 * This isn't ideal: the controller would count in the middle of its decision. Here what it would do is asked first, without doing it.
 */
import { errorCodes } from '../protocol/errors.ts'
import type { ClientQuotas } from './client-quotas.ts'
import type { Session } from './handler.ts'

/** What is left to do of a request, and the rows of the rest. */
export interface Charged<Row> {
  refused: ReadonlyMap<number, Row>
  throttleTimeMs: number
}

export interface ChargedRequest<Row> {
  quotas: ClientQuotas
  session: Session
  /** Refusals are known from this version on. */
  strictSince: number
  /** Partitions that each topic makes or takes; 0 for one that is refused anyway. Asked only where there is a quota. */
  permits: () => Promise<readonly number[]>
  row: (index: number, error: { errorCode: number; errorMessage: null }) => Row
}

export async function charge<Row>(asked: ChargedRequest<Row>): Promise<Charged<Row>> {
  const { quotas, session, strictSince, permits, row } = asked
  const refused = new Map<number, Row>()
  if (!quotas.has('controller_mutation_rate')) return { refused, throttleTimeMs: 0 }
  const strict = session.version >= strictSince
  let throttleTimeMs = 0
  for (const [index, count] of (await permits()).entries()) {
    if (count === 0) continue
    const waitMs = quotas.mutate(session, count, strict)
    throttleTimeMs = Math.max(throttleTimeMs, waitMs)
    if (waitMs === 0 || !strict) continue
    // Without words, as Kafka does: the code says it all.
    refused.set(index, row(index, { errorCode: errorCodes.THROTTLING_QUOTA_EXCEEDED.code, errorMessage: null }))
  }
  return { refused, throttleTimeMs }
}

/** Rows in the order of the request: those that were refused, and those of `work`. */
export async function doneWithin<Topic, Row>(
  topics: readonly Topic[],
  { refused }: Charged<Row>,
  work: (topics: Topic[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const allowed = topics.filter((_, i) => !refused.has(i))
  const rows = allowed.length === 0 && refused.size > 0 ? [] : [...(await work(allowed))]
  return topics.map((_, i) => refused.get(i) ?? rows.shift()!)
}
