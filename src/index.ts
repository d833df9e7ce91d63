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
export { ConfigError, type ConfigOf } from './config/define.ts'
export type { ConfigValue } from './config/given.ts'
export { Decimal } from './connect/data/decimal.ts'
export { Schema } from './connect/data/schema.ts'
export { Float32, Float64 } from './connect/data/values.ts'
export { ConnectError, DataError, RetriableError } from './connect/errors.ts'
export {
  type ConfigErrors,
  type ConfigProvider,
  type ConnectorContext,
  type ConnectRecord,
  type Converter,
  type ConverterPlugin,
  type ConverterRole,
  converter,
  type Given,
  type Header,
  type HeaderConverter,
  type HeaderConverterPlugin,
  type Log,
  type OffsetReader,
  type Offsets,
  type OverridePolicy,
  type Place,
  type Plugin,
  type Predicate,
  predicate,
  type RunningConnector,
  type SchemaAndValue,
  type Setting,
  type Settings,
  type SinkConnector,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
  type SourceConnector,
  type SourceConnectorContext,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
  settings,
  sinkConnector,
  sourceConnector,
  type TransactionContext,
  type Transform,
  type Transformation,
  transformation,
  type Written,
} from './connect/plugin.ts'
export { type Clock, systemClock, VirtualClock } from './lib/clock.ts'
export { createLogger, type Logger } from './lib/logger.ts'
export { DirectoryError } from './log/meta-properties.ts'
export { ListenError } from './net/server.ts'
export { type ErrorName, KafkaError } from './protocol/errors.ts'
