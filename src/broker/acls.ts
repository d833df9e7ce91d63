/**
 * Who may do what. Nobody is refused yet: without an authorizer Kafka allows everything, and so do we.
 * The operations are bits of an int32, bit n for operation code n. Source: KIP-430, Kafka `AclEntry.supportedOperations`.
 */
const codes = {
  READ: 3,
  WRITE: 4,
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  IDEMPOTENT_WRITE: 12,
} as const

const bits = (...names: (keyof typeof codes)[]) => names.reduce((sum, name) => sum | (1 << codes[name]), 0)

/** What the asker may do to a resource: everything that can be done to its kind. */
export const allowedOperations = {
  topic: bits('READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'),
  group: bits('READ', 'DESCRIBE', 'DELETE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'),
  cluster: bits(
    'CREATE',
    'ALTER',
    'DESCRIBE',
    'CLUSTER_ACTION',
    'DESCRIBE_CONFIGS',
    'ALTER_CONFIGS',
    'IDEMPOTENT_WRITE',
  ),
}
