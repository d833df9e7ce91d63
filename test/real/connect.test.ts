/** tskafka's workers on Apache Kafka, as on tskafka; and in one group with Apache Kafka's own worker. */
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import t, { type Test } from 'tap'
import { eventually, read, rest } from '../connect/kit.ts'
import { freePort, javaWords, root, startKafka } from './kafka.ts'

const folder = (t: Test) => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-real-'))
  t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
  return dir
}
const kafkaDir = folder(t)
const kafka = await startKafka(t, kafkaDir)

interface Program {
  log(): string
  end(signal?: NodeJS.Signals): Promise<void>
}

function run(t: Test, command: string, words: readonly string[], cwd: string, log: string): Program {
  const out = fs.openSync(log, 'a')
  const child: ChildProcess = spawn(command, words, { cwd, stdio: ['ignore', out, out] })
  fs.closeSync(out)
  const over = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const end = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    await over
  }
  t.teardown(() => end('SIGKILL'))
  return { end, log: () => read(log) }
}

t.test('the quickstart, as printed, with the files of config/', { timeout: 60_000 }, async t => {
  const dir = folder(t)
  const port = await freePort()
  fs.mkdirSync(path.join(dir, 'config'))
  for (const name of ['connect-standalone', 'connect-file-source', 'connect-file-sink']) {
    const text = read(path.join(root, `config/${name}.properties`))
      .replace('localhost:9092', kafka)
      .replace('/tmp/connect.offsets', path.join(dir, 'offsets'))
    const more = name === 'connect-standalone' ? `\nlisteners=http://127.0.0.1:${port}\n` : ''
    fs.writeFileSync(path.join(dir, `config/${name}.properties`), text + more)
  }
  fs.writeFileSync(path.join(dir, 'test.txt'), 'foo\nbar\n')
  const files = ['standalone', 'file-source', 'file-sink'].map(name => `config/connect-${name}.properties`)
  const worker = run(t, path.join(root, 'bin/connect-standalone.sh'), files, dir, path.join(dir, 'log'))
  const sink = () => read(path.join(dir, 'test.sink.txt'))
  await eventually(sink, text => text === 'foo\nbar\n', 'both lines', 30_000)
  fs.appendFileSync(path.join(dir, 'test.txt'), 'Another line\n')
  await eventually(sink, text => text === 'foo\nbar\nAnother line\n', 'another line')
  await worker.end()
  t.pass('all are in test.sink.txt')
})

interface Worker extends Program {
  url: string
  id: string
}

const makes = {
  tskafka: (file: string) => [path.join(root, 'bin/connect-distributed.sh'), [file]] as const,
  java: (file: string) => ['java', javaWords('org.apache.kafka.connect.cli.ConnectDistributed', [file])] as const,
}

async function startWorker(t: Test, make: keyof typeof makes, group: string, more = ''): Promise<Worker> {
  const dir = folder(t)
  const id = `127.0.0.1:${await freePort()}`
  const file = path.join(dir, 'connect-distributed.properties')
  const given = read(path.join(root, 'config/connect-distributed.properties'))
    .replace('localhost:9092', kafka)
    .replace('group.id=connect-cluster', `group.id=${group}`)
    .replace(/(\w+\.storage\.topic)=(\S+)/g, `$1=${group}-$2`)
  fs.writeFileSync(
    file,
    `${given}
listeners=http://${id}
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
scheduled.rebalance.max.delay.ms=3000
session.timeout.ms=6000
heartbeat.interval.ms=1000
offset.storage.partitions=3
view.dir=${path.join(dir, 'views')}
${more}
`,
  )
  const [command, words] = makes[make](file)
  const worker = { ...run(t, command, words, dir, path.join(dir, 'log')), url: `http://${id}`, id }
  await eventually(
    () => rest(worker.url, 'GET', '/connectors').catch(() => ({ status: 0 })),
    ({ status }) => status === 200,
    `the ${make} worker answers`,
    60_000,
  )
  return worker
}

interface Status {
  connector?: { state: string; worker_id: string }
  tasks?: { state: string; worker_id: string; trace?: string }[]
}
const statusOf = async (url: string, name: string): Promise<Status> =>
  (await rest(url, 'GET', `/connectors/${name}/status`)).body
const all = async (url: string, names: readonly string[]) => Promise.all(names.map(name => statusOf(url, name)))
const run1 = (states: readonly Status[]) =>
  states.every(
    ({ connector, tasks }) => connector?.state === 'RUNNING' && tasks?.length === 1 && tasks[0]!.state === 'RUNNING',
  )
const owners = (states: readonly Status[]) => new Set(states.map(({ tasks }) => tasks?.[0]?.worker_id))

/** Sources of a file each into one topic, and a sink of all. */
async function copies(url: string, dir: string, count: number, topic: string) {
  const sources = Array.from({ length: count }, (_, n) => `${topic}-${n}`)
  const put = (name: string, config: Record<string, string>) =>
    eventually(
      () => rest(url, 'PUT', `/connectors/${name}/config`, config),
      ({ status }) => status === 201,
      `${name} is made`,
    )
  for (const name of sources) {
    fs.writeFileSync(path.join(dir, `${name}.txt`), '')
    await put(name, { 'connector.class': 'FileStreamSource', file: path.join(dir, `${name}.txt`), topic })
  }
  const out = path.join(dir, `${topic}.out`)
  await put(`${topic}-sink`, { 'connector.class': 'FileStreamSink', file: out, topics: topic })
  const wanted: string[] = []
  return {
    names: [...sources, `${topic}-sink`],
    /** A line into each file, and all of them out again. */
    async line(text: string) {
      for (const name of sources) fs.appendFileSync(path.join(dir, `${name}.txt`), `${name} ${text}\n`)
      wanted.push(...sources.map(name => `${name} ${text}`))
      const found = () => read(out).split('\n').filter(Boolean).sort()
      await eventually(found, lines => new Set(lines).size >= wanted.length, text, 40_000)
      return { found: found(), wanted: [...wanted].sort() }
    },
  }
}

t.test('three workers, one is killed: what it ran moves within the delay', { timeout: 120_000 }, async t => {
  const [one, two, three] = [
    await startWorker(t, 'tskafka', 'three'),
    await startWorker(t, 'tskafka', 'three'),
    await startWorker(t, 'tskafka', 'three'),
  ]
  const copy = await copies(two.url, folder(t), 5, 'three')
  await eventually(
    () => all(two.url, copy.names),
    states => run1(states) && owners(states).size === 3,
    'all three have some',
    40_000,
  )
  await copy.line('before')
  await three.end('SIGKILL')
  const began = Date.now()
  await eventually(
    () => all(one.url, copy.names),
    states => run1(states) && !owners(states).has(three.id),
    'others run them',
    30_000,
  )
  const tookMs = Date.now() - began
  t.ok(tookMs < 6000 + 3000 + 5000, `session.timeout.ms, the delay, and ${tookMs - 9000} ms`)
  const { found, wanted } = await copy.line('after')
  t.strictSame([...new Set(found)], wanted)
})

for (const more of ['', 'exactly.once.source.support=enabled'])
  t.test(`a group of Java's worker and ours${more && `, ${more}`}`, { timeout: 240_000 }, async t => {
    const group = more ? 'exact' : 'mixed'
    const java = await startWorker(t, 'java', group, more)
    const ours = await startWorker(t, 'tskafka', group, more)
    const copy = await copies(ours.url, folder(t), 4, group)
    const shared = () =>
      eventually(
        () => all(ours.url, copy.names),
        states => run1(states) && owners(states).size === 2,
        'both have some',
        60_000,
      )
    const states = await shared()
    await eventually(
      () => all(java.url, copy.names),
      found => isDeepStrictEqual(found, states),
      'both say the same',
    )
    await copy.line('together')
    // The leader is Java's, and then ours; each is told by the other what tasks are to do.
    await java.end()
    await eventually(
      () => all(ours.url, copy.names),
      states => run1(states) && owners(states).size === 1,
      'ours has all',
      60_000,
    )
    await copy.line('ours')
    const again = await startWorker(t, 'java', group, more)
    await shared()
    await copy.line('together again')
    const [name] = copy.names
    const config = (await rest(again.url, 'GET', `/connectors/${name}/config`)).body
    t.match(await rest(again.url, 'PUT', `/connectors/${name}/config`, { ...config, 'batch.size': '7' }), {
      status: 200,
    })
    await eventually(
      () => rest(ours.url, 'GET', `/connectors/${name}/tasks`),
      ({ body }) => body[0]?.config['batch.size'] === '7',
      'new settings',
    )
    await eventually(() => all(ours.url, copy.names), run1, 'all run')
    t.match(await rest(again.url, 'PUT', `/connectors/${name}/stop`), { status: 204 })
    await eventually(
      () => statusOf(ours.url, name!),
      ({ connector, tasks }) => connector?.state === 'STOPPED' && tasks?.length === 0,
      'it is stopped',
    )
    const [here, there] = await Promise.all(
      [ours, again].map(({ url }) => rest(url, 'GET', `/connectors/${name}/offsets`)),
    )
    t.same(here, there, 'offsets are the same to both')
    const reset = await eventually(
      () => rest(ours.url, 'DELETE', `/connectors/${name}/offsets`),
      ({ status }) => status !== 409,
      'settled',
    )
    t.match(reset, { status: 200 })
    t.match(await rest(again.url, 'PUT', `/connectors/${name}/resume`), { status: 202 })
    await eventually(() => all(again.url, copy.names), run1, 'it runs again')
    await ours.end()
    await eventually(
      () => all(again.url, copy.names),
      states => run1(states) && owners(states).size === 1,
      'Java has all',
      60_000,
    )
    const { found, wanted } = await copy.line('java')
    t.strictSame([...new Set(found)], wanted)
    const twice = found.filter((line, n) => line === found[n - 1])
    t.strictSame([...new Set(twice.map(line => line.split(' ')[0]))], [name], 'only what was reset came twice')
  })
