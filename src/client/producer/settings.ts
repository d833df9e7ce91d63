/**
 * A producer's settings, what must hold between them, and what each part of it is told of them.
 * Source: Kafka 4.3 `ProducerConfig.postProcessAndValidateIdempotenceConfigs`, `KafkaProducer.configureDeliveryTimeout`.
 */
import { ConfigError, resolve } from '../../config/define.ts'
import { type GivenConfigs, textsOf } from '../../config/given.ts'
import { producerConfigs } from '../../config/producer.ts'
import type { CompressionType } from '../../protocol/batch.ts'
import type { BatchBuilderOptions } from '../../protocol/record.ts'
import { warnOfUnknown } from '../options.ts'
import type { AccumulatorOptions } from './accumulator.ts'
import type { SenderOptions } from './sender.ts'
import type { TransactionsOptions } from './transaction-requests.ts'

export type ProducerConfigs = GivenConfigs<typeof producerConfigs> & {
  readonly 'bootstrap.servers': string | readonly string[]
}

/** What a broker remembers of each producer and partition. */
const IN_FLIGHT_MAX = 5
const INT_MAX = 2 ** 31 - 1

export type ProducerSettings = ReturnType<typeof producerSettings>

/** @throws {ConfigError} */
export function producerSettings(configs: ProducerConfigs) {
  warnOfUnknown('producer', producerConfigs, configs)
  const given = textsOf(configs)
  const config = resolve(producerConfigs, {
    // Java must be told; here they are values (see serde.ts), and bytes without one.
    'key.serializer': 'bytes',
    'value.serializer': 'bytes',
    ...given,
  })
  const acks = acksOf(config.acks)
  const idempotent = idempotence(config, given, acks)
  const deliveryTimeoutMs = deliveryTimeout(config, given)
  const transactionalId = config['transactional.id']
  const builder = builderOf(config)
  // 0 is one record a batch, as it is on Kafka.
  const batchSize = Math.max(1, config['batch.size'])
  const maxInFlight = config['max.in.flight.requests.per.connection']
  const accumulator: Omit<AccumulatorOptions, 'now'> = {
    batchSize,
    maxBytes: config['buffer.memory'],
    builder,
    idempotent,
    transactional: transactionalId !== null,
    maxInFlight,
  }
  const sender: SenderOptions = {
    acks,
    transactionalId,
    lingerMs: config['linger.ms'],
    requestTimeoutMs: config['request.timeout.ms'],
    deliveryTimeoutMs,
    retries: config.retries,
    batchSize,
    maxRequestSize: config['max.request.size'],
    maxInFlight,
    builder,
  }
  const transactions: TransactionsOptions | undefined =
    transactionalId === null
      ? undefined
      : { transactionalId, timeoutMs: config['transaction.timeout.ms'], blockMs: config['max.block.ms'] }
  return { given, config, idempotent, deliveryTimeoutMs, accumulator, sender, transactions }
}

type Config = ReturnType<typeof resolve<typeof producerConfigs>>
type Texts = Readonly<Record<string, string>>

const acksOf = (text: string): -1 | 0 | 1 => (text === '0' ? 0 : text === '1' ? 1 : -1)

/** On unless another setting speaks against it; a contradiction when it was asked for. */
function idempotence(config: Config, given: Texts, acks: number): boolean {
  if (!config['enable.idempotence']) {
    if (config['transactional.id'] === null) return false
    throw new ConfigError('enable.idempotence', false, 'a transactional.id needs idempotence')
  }
  const inFlight = config['max.in.flight.requests.per.connection']
  const against: [string, unknown, string] | undefined =
    acks !== -1
      ? ['acks', config.acks, 'must be all']
      : config.retries === 0
        ? ['retries', 0, 'must be above 0']
        : inFlight > IN_FLIGHT_MAX
          ? ['max.in.flight.requests.per.connection', inFlight, `must be at most ${IN_FLIGHT_MAX}`]
          : undefined
  if (!against) return true
  const [name, value, why] = against
  if (given['enable.idempotence'] !== undefined || config['transactional.id'] !== null)
    throw new ConfigError(name, value, `${why} for an idempotent producer`)
  return false
}

function deliveryTimeout(config: Config, given: Texts): number {
  const least = Math.min(config['linger.ms'] + config['request.timeout.ms'], INT_MAX)
  const timeout = config['delivery.timeout.ms']
  if (timeout >= least) return timeout
  if (given['delivery.timeout.ms'] !== undefined)
    throw new ConfigError(
      'delivery.timeout.ms',
      timeout,
      `It must be at least linger.ms + request.timeout.ms, ${least}`,
    )
  return least
}

function builderOf(config: Config): BatchBuilderOptions {
  const compression = config['compression.type'] as CompressionType
  const level = {
    gzip: config['compression.gzip.level'],
    lz4: config['compression.lz4.level'],
    zstd: config['compression.zstd.level'],
  }
  // -1 is gzip's own default.
  const own = level[compression as keyof typeof level]
  return { compression, level: own === -1 ? undefined : own }
}
