/**
 * Who is measured: tskafka, Apache Kafka and kcat, behind the same few verbs. Apache Kafka runs with its own JVM flags.
 * KAFKA_HOME names a release; without it the comparison columns stay empty.
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { freePort, type Server, start, tskafka } from './measure.ts'

export interface Subject {
  name: string
  /** `dir` made ready first, where that is a step of its own; `overrides` are settings of the broker. */
  server(dir: string, overrides?: Readonly<Record<string, string>>): Promise<Server>
  list(port: number): Command
  create(port: number, topic: string, partitions?: number): Command
  produce(port: number, topic: string): Command
  consume(port: number, topic: string, records: number): Command
  producerPerf(port: number, topic: string, load: PerfLoad): Command
  consumerPerf(port: number, topic: string, records: number): Command
}

export interface PerfLoad {
  records: number
  size: number
  props?: Readonly<Record<string, string>>
}
export type Command = readonly [string, readonly string[]]

const CLUSTER_ID = 'AQIDBAUGBwgJCgsMDQ4PEA'
const at = (port: number) => `127.0.0.1:${port}`
const producerPerf = (port: number, topic: string, { records, size, props = {} }: PerfLoad) => [
  ...['--topic', topic, '--num-records', `${records}`, '--record-size', `${size}`, '--throughput', '-1'],
  '--command-property',
  `bootstrap.servers=${at(port)}`,
  ...Object.entries(props).map(([name, value]) => `${name}=${value}`),
]
const consumerPerf = (port: number, topic: string, records: number) => [
  ...['--topic', topic, '--num-records', `${records}`, '--timeout', '60000', ...bootstrap(port)],
]
const bootstrap = (port: number) => ['--bootstrap-server', at(port)] as const

export const ours: Subject = {
  name: 'tskafka',
  async server(dir, overrides = {}) {
    const port = await freePort()
    const settings = { listeners: `PLAINTEXT://127.0.0.1:${port}`, 'log.dirs': dir, ...overrides }
    const args = Object.entries(settings).flatMap(([name, value]) => ['--override', `${name}=${value}`])
    // Where it notes that it runs: a `server-stop` that somebody tries meanwhile must not find it.
    return start(tskafka, ['server-start', ...args], port, { env: { TMPDIR: dir } })
  },
  list: port => [tskafka, ['topics', '--list', ...bootstrap(port)]],
  create: (port, topic, partitions = 1) => [
    tskafka,
    ['topics', '--create', '--topic', topic, '--partitions', `${partitions}`, ...bootstrap(port)],
  ],
  produce: (port, topic) => [tskafka, ['console-producer', '--topic', topic, ...bootstrap(port)]],
  consume: (port, topic, records) => [
    tskafka,
    ['console-consumer', '--topic', topic, '--from-beginning', '--max-messages', `${records}`, ...bootstrap(port)],
  ],
  producerPerf: (port, topic, load) => [tskafka, ['producer-perf-test', ...producerPerf(port, topic, load)]],
  consumerPerf: (port, topic, records) => [tskafka, ['consumer-perf-test', ...consumerPerf(port, topic, records)]],
}

/** @param room where its formatted directory is kept, to be copied: a JVM each time is time for nothing */
export function kafka(home: string, room: string): Subject {
  const formatted = path.join(room, 'formatted')
  const bin = (script: string) => path.join(home, 'bin', script)
  return {
    name: 'Apache Kafka',
    async server(dir, overrides = {}) {
      const [port, controller] = [await freePort(), await freePort()]
      const file = path.join(dir, 'server.properties')
      fs.mkdirSync(dir, { recursive: true })
      fs.writeFileSync(
        file,
        [
          'process.roles=broker,controller',
          'node.id=1',
          `controller.quorum.voters=1@127.0.0.1:${controller}`,
          `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
          `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
          'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
          'controller.listener.names=CONTROLLER',
          'offsets.topic.replication.factor=1',
          'transaction.state.log.replication.factor=1',
          'transaction.state.log.min.isr=1',
          'share.coordinator.state.topic.replication.factor=1',
          'share.coordinator.state.topic.min.isr=1',
          `log.dirs=${path.join(dir, 'data')}`,
          ...Object.entries(overrides).map(([name, value]) => `${name}=${value}`),
        ].join('\n'),
      )
      const data = path.join(dir, 'data')
      if (!fs.existsSync(data)) {
        if (!fs.existsSync(formatted)) {
          execFileSync(bin('kafka-storage.sh'), ['format', '-t', CLUSTER_ID, '-c', file], { stdio: 'ignore' })
          fs.cpSync(data, formatted, { recursive: true })
        } else fs.cpSync(formatted, data, { recursive: true })
      }
      return start(bin('kafka-server-start.sh'), [file], port, { env: { LOG_DIR: path.join(dir, 'logs') } })
    },
    list: port => [bin('kafka-topics.sh'), ['--list', ...bootstrap(port)]],
    create: (port, topic, partitions = 1) => [
      bin('kafka-topics.sh'),
      ['--create', '--topic', topic, '--partitions', `${partitions}`, ...bootstrap(port)],
    ],
    produce: (port, topic) => [bin('kafka-console-producer.sh'), ['--topic', topic, ...bootstrap(port)]],
    consume: (port, topic, records) => [
      bin('kafka-console-consumer.sh'),
      ['--topic', topic, '--from-beginning', '--max-messages', `${records}`, ...bootstrap(port)],
    ],
    producerPerf: (port, topic, load) => [bin('kafka-producer-perf-test.sh'), producerPerf(port, topic, load)],
    consumerPerf: (port, topic, records) => [bin('kafka-consumer-perf-test.sh'), consumerPerf(port, topic, records)],
  }
}

const QUEUE = ['-X', 'queued.min.messages=10000000', '-X', 'queued.max.messages.kbytes=2000000']

/** kcat has no broker: it is pointed at ours. */
export const kcat = {
  name: 'kcat',
  produce: (port: number, topic: string, codec = 'none', acks = 'all'): Command => [
    'kcat',
    ['-P', '-b', at(port), '-t', topic, '-z', codec, '-X', `acks=${acks}`],
  ],
  consume: (port: number, topic: string, records: number): Command => [
    'kcat',
    // Its queue has room for all: where it is full librdkafka pauses for a second, and the faster the broker the sooner.
    ['-C', '-b', at(port), '-t', topic, '-o', 'beginning', '-c', `${records}`, '-e', '-q', ...QUEUE],
  ],
}

export const has = (command: string) => {
  try {
    execFileSync('which', [command], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
