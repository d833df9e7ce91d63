/**
 * Requests about several topics, where the asker may not touch each: what is allowed is done in one piece, and the answer has
 * a row for every topic, in the order of the request.
 */
import type { AclOperation } from '../metadata/acls.ts'
import { errorCodes } from '../protocol/errors.ts'
import type { Broker } from './broker.ts'
import type { Session } from './handler.ts'

export interface Asked<Topic> {
  session: Session
  broker: Broker
  operation: AclOperation
  topics: readonly Topic[]
  /** Undefined: an id that nobody knows, which is for others to refuse. */
  nameOf: (topic: Topic) => string | undefined
}

/**
 * @param work    a row for each topic that it is given, in their order
 * @param refused the row of one that may not be touched
 */
export async function forAllowed<Topic, Row>(
  { session, broker, operation, topics, nameOf }: Asked<Topic>,
  work: (allowed: Topic[]) => Promise<readonly Row[]>,
  refused: (topic: Topic, errorCode: number) => Row,
): Promise<Row[]> {
  const may = (topic: Topic) => {
    const name = nameOf(topic)
    return name === undefined || broker.acls.allows(session, operation, 'TOPIC', name)
  }
  const allowed = topics.map(may)
  const rows = [...(await work(topics.filter((_, i) => allowed[i])))]
  return topics.map((topic, i) =>
    allowed[i] ? rows.shift()! : refused(topic, errorCodes.TOPIC_AUTHORIZATION_FAILED.code),
  )
}
