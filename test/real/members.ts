/**
 * Members of one group in processes of their own, of three makes: Kafka's console consumer in Java, kcat on librdkafka, and
 * ours. Each prints the values it reads, a line each.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Test } from 'tap'
import { javaWords, root } from './kafka.ts'

export type Make = 'java' | 'kcat' | 'tskafka'

export interface MemberOptions {
  address: string
  group: string
  topic: string
  /** Properties of the consumer, by Kafka's names; kcat's are the same here. */
  properties: Readonly<Record<string, string>>
}

const STRATEGIES: Readonly<Record<string, string>> = {
  range: 'org.apache.kafka.clients.consumer.RangeAssignor',
  sticky: 'org.apache.kafka.clients.consumer.StickyAssignor',
  'cooperative-sticky': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
}

/** Java wants classes. */
const javaProperty = ([name, value]: [string, string]) => `${name}=${STRATEGIES[value] ?? value}`

const consoleWords = ({ address, group, topic, properties }: MemberOptions) => [
  ...['--bootstrap-server', address, '--topic', topic, '--group', group, '--from-beginning'],
  ...Object.entries(properties).flatMap(each => ['--command-property', javaProperty(each)]),
]

const programs: Readonly<Record<Make, (options: MemberOptions) => [string, string[]]>> = {
  java: options => ['java', javaWords('org.apache.kafka.tools.consumer.ConsoleConsumer', consoleWords(options))],
  tskafka: options => [`${root}/bin/tskafka`, ['console-consumer', ...consoleWords(options)]],
  kcat: ({ address, group, topic, properties }) => [
    'kcat',
    [
      ...['-b', address, '-q', '-u', '-f', '%s\n', '-X', 'auto.offset.reset=earliest'],
      ...Object.entries(properties).flatMap(([name, value]) => ['-X', `${name}=${value}`]),
      ...['-G', group, topic],
    ],
  ],
}

export class RunningMember {
  readonly make: Make
  /** Java commits before it joins, reads on, and learns only then what it has to give away: that may be read twice. */
  readonly commitsEarly: boolean
  readonly values: string[] = []
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #rest = ''
  #errors = ''

  constructor(t: Test, make: Make, options: MemberOptions) {
    this.make = make
    this.commitsEarly = make === 'java' && options.properties['partition.assignment.strategy'] === 'cooperative-sticky'
    const [command, args] = programs[make](options)
    this.#child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (this.#rest + text).split('\n')
      this.#rest = lines.pop()!
      this.values.push(...lines)
    })
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-2000)
    })
    this.#ended = new Promise(resolve => this.#child.once('close', () => resolve()))
    t.teardown(() => this.stop())
  }

  /** What it had to say, when a test fails. */
  get errors(): string {
    return `${this.make}: ${this.#errors}`
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGINT')
    await this.#ended
  }
}
