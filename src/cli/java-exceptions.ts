/**
 * An error as Java's tools write it: the exception's class and its message. Some of their lines hold that, and scripts look for
 * it. Source: Kafka 4.3.1 `Errors`. Not here: the messages of errors that no line of a tool was seen with.
 */
import type { ErrorName, KafkaError } from '../protocol/errors.ts'

/** The others are their name in camel case, and `Exception`. */
const classes: Partial<Record<ErrorName, string>> = {
  UNKNOWN_SERVER_ERROR: 'UnknownServerException',
  CORRUPT_MESSAGE: 'CorruptRecordException',
  REQUEST_TIMED_OUT: 'TimeoutException',
  MESSAGE_TOO_LARGE: 'RecordTooLargeException',
  STALE_CONTROLLER_EPOCH: 'ControllerMovedException',
  OFFSET_METADATA_TOO_LARGE: 'OffsetMetadataTooLarge',
  NETWORK_EXCEPTION: 'NetworkException',
  INVALID_TOPIC_EXCEPTION: 'InvalidTopicException',
  RECORD_LIST_TOO_LARGE: 'RecordBatchTooLargeException',
  TOPIC_AUTHORIZATION_FAILED: 'TopicAuthorizationException',
  GROUP_AUTHORIZATION_FAILED: 'GroupAuthorizationException',
  CLUSTER_AUTHORIZATION_FAILED: 'ClusterAuthorizationException',
  TOPIC_ALREADY_EXISTS: 'TopicExistsException',
  INVALID_CONFIG: 'InvalidConfigurationException',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'OutOfOrderSequenceException',
  DUPLICATE_SEQUENCE_NUMBER: 'DuplicateSequenceException',
  INVALID_PRODUCER_ID_MAPPING: 'InvalidPidMappingException',
  INVALID_TRANSACTION_TIMEOUT: 'InvalidTxnTimeoutException',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'TransactionalIdAuthorizationException',
  KAFKA_STORAGE_ERROR: 'KafkaStorageException',
  SASL_AUTHENTICATION_FAILED: 'SaslAuthenticationException',
  NON_EMPTY_GROUP: 'GroupNotEmptyException',
}

/** What the exception says when the broker sent no message of its own. */
const ownMessages: Partial<Record<ErrorName, string>> = {
  OFFSET_OUT_OF_RANGE: 'The requested offset is not within the range of offsets maintained by the server.',
  UNKNOWN_TOPIC_OR_PARTITION: 'This server does not host this topic-partition.',
  GROUP_ID_NOT_FOUND: 'The group id does not exist.',
  NON_EMPTY_GROUP: 'The group is not empty.',
  INVALID_GROUP_ID: 'The group id is invalid.',
  GROUP_AUTHORIZATION_FAILED: 'Group authorization failed.',
  TOPIC_AUTHORIZATION_FAILED: 'Topic authorization failed.',
  UNKNOWN_MEMBER_ID: 'The coordinator is not aware of this member.',
  GROUP_SUBSCRIBED_TO_TOPIC:
    'Deleting offsets of a topic is forbidden while the consumer group is actively subscribed to it.',
  TRANSACTIONAL_ID_NOT_FOUND: 'The transactionalId could not be found',
  INVALID_REQUEST:
    'This most likely occurs because of a request being malformed by the client library or the message was sent to an incompatible broker. See the broker logs for more details.',
}

export const javaClass = ({ name }: KafkaError): string =>
  classes[name] ??
  `${name
    .split('_')
    .map(word => word[0] + word.slice(1).toLowerCase())
    .join('')}Exception`

/** The broker's message, or the exception's own. */
export const javaMessage = (error: KafkaError): string =>
  error.message.startsWith(`${error.name}: `) ? (ownMessages[error.name] ?? error.message) : error.message

/** As Throwable.toString() has it. */
export const javaText = (error: KafkaError): string =>
  `org.apache.kafka.common.errors.${javaClass(error)}: ${javaMessage(error)}`
