/**
 * What goes wrong in a group, in words that say what to do about it.
 * Source: Kafka 4.3 `CommitFailedException`, `RebalanceInProgressException`, `FencedInstanceIdException`.
 */
import { type ErrorName, KafkaError } from '../../../protocol/errors.ts'

/** Offsets were not committed, and trying again does not help: others own those partitions by now, and will read them again. */
export class CommitFailedError extends KafkaError {}

export const kickedOut = (name: ErrorName, groupId: string, cause?: KafkaError): CommitFailedError =>
  new CommitFailedError(
    name,
    `The offsets were not committed, because this consumer is no member of group "${groupId}" any more: its partitions are others' now, who read on from what was committed before. The next poll joins again. Most often too much time went by between two polls: raise max.poll.interval.ms, or lower max.poll.records`,
    cause && { cause },
  )

export const rebalancing = (groupId: string, cause?: KafkaError): KafkaError =>
  new KafkaError(
    'REBALANCE_IN_PROGRESS',
    `The offsets were not committed, because group "${groupId}" is rebalancing: poll to take part in it, and commit then what is still assigned`,
    cause && { cause },
  )

export const fenced = (groupId: string, instanceId: string | null, cause?: KafkaError): KafkaError =>
  new KafkaError(
    'FENCED_INSTANCE_ID',
    `Another consumer of group "${groupId}" has taken over the group.instance.id "${instanceId}": each may be used once at a time`,
    cause && { cause },
  )

export const foreignMember = (groupId: string, cause: KafkaError): CommitFailedError =>
  new CommitFailedError(
    cause.name,
    `The offsets were not committed, because group "${groupId}" has members: a consumer with assigned partitions cannot commit there at the same time. Give it another group.id, or wait until the members have left`,
    { cause },
  )

export const foreignProtocol = (regex: boolean, cause: KafkaError): KafkaError =>
  new KafkaError(
    'UNSUPPORTED_VERSION',
    regex
      ? 'The cluster matches no expressions for consumers: it takes Apache Kafka 4.0 or newer. Subscribe with a RegExp, which the consumer matches itself'
      : 'The cluster does not support the new CONSUMER group protocol. Set group.protocol=classic on the consumer configs to revert to the CLASSIC protocol until the cluster is upgraded.',
    { cause },
  )
