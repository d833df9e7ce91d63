/**
 * verifiable-producer (kafka-verifiable-producer.sh): write numbers, counted up, and say of each whether it was written.
 * Source: Kafka 4.3 `VerifiableProducer`.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { addresses, dropUnknown, propertiesOf, renamed } from '../src/cli/client.ts'
import { deprecated, integer, long, or, required, text, type Values, word } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { delayFor } from '../src/cli/perf.ts'
import { tool } from '../src/cli/tool.ts'
import { event, thrown, warnUnreachable } from '../src/cli/verifiable.ts'
import { Producer } from '../src/client/producer/producer.ts'
import { producerConfigs } from '../src/config/producer.ts'

const flags = {
  topic: required(text('--topic <name>', 'topic to write to')),
  bootstrapServer: required(
    text('--bootstrap-server <host:port>', 'a broker of the cluster, or several with commas between'),
  ),
  maxMessages: or(integer('--max-messages <count>', 'how many records; -1: until it is stopped'), -1),
  throughput: or(integer('--throughput <rate>', 'records a second, about; -1: as many as possible'), -1),
  acks: or(word('--acks <acks>', 'what a record counts as written by: see the setting acks', ['0', '1', '-1']), '-1'),
  producerConfig: deprecated(text('--producer.config <file>', 'properties of the producer'), '--command-config'),
  messageCreateTime: or(long('--message-create-time <ms>', 'timestamp of the first record; -1: now'), -1),
  valuePrefix: integer('--value-prefix <number>', 'what stands before each value, with a dot behind it'),
  repeatingKeys: integer('--repeating-keys <count>', 'so many different keys, counted up from 0; without: no keys'),
  commandConfig: text('--command-config <file>', 'properties of the producer, as key=value lines'),
}
type Options = Values<typeof flags>

/** Answers come in between two turns of the event loop. */
const RECORDS_A_TURN = 128

export const verifiableProducer = tool({
  name: 'verifiable-producer',
  summary: 'Write, and say everything as JSON',
  grammar: 'argparse4j',
  flags,
  rules: [{ flag: '--command-config', not: ['--producer.config'] }],
  emptyIsHelp: 0,
  examples: ['tskafka verifiable-producer --topic orders --max-messages 100 --bootstrap-server localhost:9092'],
  async run({ options, given, io }) {
    const file = renamed(
      io,
      'Option --producer.config has been deprecated and will be removed in a future version. Use --command-config instead.',
      { given: given.has('producerConfig'), value: options.producerConfig },
      options.commandConfig,
    )
    const configs = {
      'bootstrap.servers': addresses(options.bootstrapServer),
      acks: options.acks,
      // What fails is said, not tried again.
      retries: '0',
      ...propertiesOf(io, file),
    }
    dropUnknown(io, configs, producerConfigs)
    warnUnreachable(io, configs['bootstrap.servers'])
    return new Writing(io, new Producer(configs), options).run()
  },
})

/** For what is on its way when it is interrupted. */
const CLOSE_MS = 5000

class Writing {
  readonly #io: Io
  readonly #producer: Producer
  readonly #options: Options
  readonly #startedAt: number
  #sent = 0
  #acked = 0
  #exitCode = 0
  #stopped = new AbortController()
  #closing: Promise<void> | undefined
  #createTime: number

  constructor(io: Io, producer: Producer, options: Options) {
    this.#io = io
    this.#producer = producer
    this.#options = options
    this.#startedAt = io.clock.now()
    this.#createTime = options.messageCreateTime
  }

  async run(): Promise<number> {
    const { maxMessages, throughput } = this.#options
    this.#io.onInterrupt(exitCode => {
      this.#exitCode = exitCode
      this.#stopped.abort()
      // A record that waits for a broker waits no longer.
      this.#closing = this.#producer.close(CLOSE_MS)
    })
    event(this.#io, 'startup_complete')
    const most = maxMessages < 0 ? Number.POSITIVE_INFINITY : maxMessages
    for (let i = 0; i < most && !this.#stopped.signal.aborted; i++) {
      await this.#send(i)
      await this.#pace(i, throughput)
    }
    await (this.#closing ?? this.#producer.close())
    event(this.#io, 'shutdown_complete')
    const seconds = (this.#io.clock.now() - this.#startedAt) / 1000
    this.#printTotal(this.#acked / seconds)
    return this.#exitCode
  }

  async #send(i: number): Promise<void> {
    const { topic, valuePrefix, repeatingKeys } = this.#options
    const key = repeatingKeys === undefined ? null : String(i % repeatingKeys)
    const value = valuePrefix === undefined ? String(i) : `${valuePrefix}.${i}`
    const refused = (error: unknown) => event(this.#io, 'producer_send_error', { topic, key, value, ...thrown(error) })
    this.#sent++
    const queued = this.#producer.enqueue({ topic, key, value, timestamp: this.#timestamp() })
    queued
      .then(({ written }) => written)
      .then(({ offset, topic, partition }) => {
        this.#acked++
        event(this.#io, 'producer_send_success', { key, value, offset, topic, partition })
      }, refused)
    await queued.catch(() => {}) // It is said above.
  }

  /** As Kafka's counts it: each record is later than the one before by the time since the start. */
  #timestamp(): number | undefined {
    if (this.#options.messageCreateTime === -1) return undefined
    const timestamp = this.#createTime
    this.#createTime += this.#io.clock.now() - this.#startedAt
    return timestamp
  }

  async #pace(i: number, rate: number): Promise<void> {
    const wait = Math.min(delayFor(rate, i + 1, this.#io.clock.now() - this.#startedAt), 2 ** 31 - 1)
    // Whoever is interrupted waits no longer.
    if (wait >= 1) await delay(wait, undefined, { signal: this.#stopped.signal }).catch(() => {})
    else if (i % RECORDS_A_TURN === 0) await new Promise(setImmediate)
  }

  /** The rate is a double, and looks like one. */
  #printTotal(rate: number): void {
    const average = Number.isInteger(rate) ? rate.toFixed(1) : String(rate)
    const fields = { sent: this.#sent, acked: this.#acked, target_throughput: this.#options.throughput }
    const line = JSON.stringify({ timestamp: this.#io.clock.now(), name: 'tool_data', ...fields })
    this.#io.print(`${line.slice(0, -1)},"avg_throughput":${average}}`)
  }
}
