/**
 * tskafka as a library: a broker inside your process, and the clients.
 *
 * @example
 * import { Admin, Broker, Consumer, Producer } from 'tskafka'
 *
 * await using broker = await Broker.start({ topics: { orders: 3 } })
 * await using producer = new Producer({ 'bootstrap.servers': broker.bootstrapServers })
 * await producer.send({ topic: 'orders', value: 'one' })
 */
export {
  EmbeddedBroker as Broker,
  type EmbeddedOptions as BrokerOptions,
  type TopicSeed,
} from './broker/embedded/broker.ts'
export type { Fault, RequestInfo } from './broker/embedded/faults.ts'
export type { RequestEntry } from './broker/embedded/request-log.ts'
export { Admin, type AdminConfigs, type NewTopic } from './client/admin/admin.ts'
export {
  CommitFailedError,
  type CommittedOffset,
  Consumer,
  type ConsumerConfigs,
  type ConsumerRecord,
  type GroupMetadata,
  type RebalanceListener,
  SubscriptionPattern,
  type TopicPartition,
} from './client/consumer/consumer.ts'
export {
  Producer,
  type ProducerConfigs,
  type ProducerRecord,
  type RecordMetadata,
} from './client/producer/producer.ts'
export { ConfigError } from './config/define.ts'
export type { ConfigValue } from './config/given.ts'
export { Decimal } from './connect/data/decimal.ts'
export { Schema } from './connect/data/schema.ts'
export { Float32, Float64 } from './connect/data/values.ts'
export { ConnectError, DataError, RetriableError } from './connect/errors.ts'
export {
  type ConnectRecord,
  type ConverterPlugin,
  converter,
  type Predicate,
  predicate,
  type SinkConnector,
  type SinkRecord,
  type SinkTask,
  type SourceConnector,
  type SourceRecord,
  type SourceTask,
  settings,
  sinkConnector,
  sourceConnector,
  type Transformation,
  transformation,
} from './connect/plugin.ts'
export { type Clock, systemClock, VirtualClock } from './lib/clock.ts'
export { createLogger, type Logger } from './lib/logger.ts'
export { DirectoryError } from './log/meta-properties.ts'
export { ListenError } from './net/server.ts'
export { type ErrorName, KafkaError } from './protocol/errors.ts'
