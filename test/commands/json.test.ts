/** --json is on every command, and what it prints is in the envelope; records and the like are an object a line. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { commands } from '../../commands/index.ts'
import { load } from '../../commands/load.ts'
import { isFamily, type Tool } from '../../src/cli/tool.ts'
import { batchOf, createTopic, produceTo, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

/** Why a command has no --json. */
const without: Readonly<Record<string, string>> = {
  'server-start': 'a server: it logs',
  'connect-standalone': 'a server: it logs, and answers over HTTP',
  'connect-distributed': 'a server: it logs, and answers over HTTP',
  'zookeeper-server-start': 'says one sentence to people with old notes',
  'verifiable-consumer': 'prints nothing but JSON, in the shape of Kafka',
  'verifiable-producer': 'prints nothing but JSON, in the shape of Kafka',
  completion: 'prints a script for a shell',
  'connect-plugin-path': 'lists as Kafka does, in columns',
  'connect-plugin-path sync-manifests': 'says what Kafka says',
  'connect dev': 'a server: it logs',
  'connect-dev': 'a server: it logs',
  'connect standalone': 'a server: it logs, and answers over HTTP',
  'connect distributed': 'a server: it logs, and answers over HTTP',
  'connect plugin-path': 'lists as Kafka does, in columns',
  'context add': 'says what is next',
  'context use': 'says what is next',
  'context remove': 'says what is next',
}

/** How each is called; `{}` is the address of the broker, `{dir}` its directory. Those that stand first change what later ones see. */
const lines = [
  'topics --create --topic made --partitions 2',
  'topics --create --topic made --if-not-exists',
  'topics --list',
  'topics --describe --topic orders',
  'topics --alter --topic made --partitions 3',
  'topics --describe --topic nowhere --if-exists',
  'configs --describe --topic orders',
  'configs --alter --topic orders --add-config retention.ms=3600000',
  'get-offsets --topic orders',
  'broker-api-versions',
  'cluster cluster-id',
  'cluster unregister --id 9',
  'cluster list-endpoints',
  'log-dirs --describe',
  'dump-log --files {dir}/orders-0/00000000000000000000.log --print-data-log',
  'producer-perf-test --topic orders --num-records 10 --record-size 10 --throughput -1',
  'consumer-perf-test --topic orders --num-records 10',
  'e2e-latency --topic made --num-records 2 --producer-acks all --record-size 10',
  'console-producer --topic made',
  'console-consumer --topic orders --exit-at-end',
  'delete-records --offset-json-file {dir}/offsets.json',
  'consumer-groups --list',
  'groups --list',
  'transactions list',
  'transactions describe --transactional-id t',
  'transactions describe-producers --topic orders --partition 0',
  'transactions find-hanging --topic orders',
  'transactions forceTerminateTransaction --transactionalId t',
  'features describe',
  'features upgrade --feature group.version=1',
  'features downgrade --feature group.version=0 --dry-run',
  'features disable --feature group.version --dry-run',
  'features version-mapping',
  'features feature-dependencies --feature transaction.version=2',
  'metadata-shell --snapshot {dir} ls',
  'metadata-quorum describe --status',
  'metadata-quorum describe --replication',
  'metadata-quorum remove-controller --controller-id 9 --controller-directory-id AQIDBAUGBwgJCgsMDQ4PEA',
  'leader-election --election-type preferred --all-topic-partitions',
  'reassign-partitions --list',
  'acls --list',
  'client-metrics --describe',
  'streams-application-reset --application-id none --dry-run',
  'storage info -c {dir}/server.properties',
  'storage format -s -t MkU3OEVBNTcwNTJENDM2Qk -c {dir}/server.properties',
  'storage version-mapping',
  'storage feature-dependencies -f eligible.leader.replicas.version=1',
  'storage random-uuid',
  'server-stop --data-dir {dir}/nowhere',
  'connect-plugin-path list --plugin-path {dir}/plugins',
  'plan --file {dir}/tskafka.yaml',
  'up --file {dir}/tskafka.yaml',
  'top --once --interval-ms 50',
  'topics --truncate --topic made',
  'topics --clone --topic orders --to copy',
  'topics --delete --topic made',
]
/** An object a line, without the envelope. */
const streams = new Set(['console-consumer', 'console-producer', 'dump-log'])
/** These have tests of their own: they need more of a world. */
const elsewhere: Readonly<Record<string, string>> = {
  'transactions abort': 'needs a transaction that hangs: transactions.test.ts',
  'metadata-quorum add-controller': 'needs a controller with a directory',
  'replica-verification': 'goes on until it is interrupted: replica-verification.test.ts',
  doctor: 'looks into directories that no broker uses: doctor.test.ts',
  'context list': 'reads a file of contexts: context.test.ts',
}
const local = new Set(['storage', 'dump-log', 'metadata-shell', 'server-stop', 'connect-plugin-path'])
const addressFirst = new Set(['transactions', 'features', 'metadata-quorum'])
const offline = new Set(['features version-mapping', 'features feature-dependencies'])

async function tools(): Promise<Tool[]> {
  const loaded = await Promise.all(commands.map(load))
  return loaded.flatMap(tool => (isFamily(tool) ? tool.subcommands : [tool]))
}
const nameOf = (line: string, all: readonly Tool[]) =>
  all.map(({ name }) => name).find(name => line === name || line.startsWith(`${name} `))!

t.test('every command has --json, or a reason not to, and a line here that calls it', async t => {
  const all = await tools()
  const called = new Set(lines.map(line => nameOf(line, all)))
  for (const { name, flags } of all) {
    const has = Object.values(flags).some(({ long }) => long === '--json')
    t.equal(has, without[name] === undefined, `${name} ${has ? 'has' : 'lacks'} --json`)
    if (has) t.ok(called.has(name) || elsewhere[name], `${name} is called`)
  }
})

t.test('what --json prints is in the envelope', async t => {
  const { broker, connect, dir } = await startBroker(t, { 'group.initial.rebalance.delay.ms': '0' })
  const connection = await connect()
  await createTopic(connection, 'orders')
  await produceTo(connection, 'orders', 0, batchOf(['one', 'two']))
  fs.writeFileSync(
    path.join(dir, 'offsets.json'),
    JSON.stringify({ partitions: [{ topic: 'orders', partition: 0, offset: 1 }] }),
  )
  const data = path.join(dir, 'another')
  fs.writeFileSync(
    path.join(dir, 'server.properties'),
    `node.id=1\nprocess.roles=broker,controller\nlog.dirs=${data}\nlisteners=PLAINTEXT://:9092,CONTROLLER://:9093\ncontroller.listener.names=CONTROLLER\n`,
  )
  fs.mkdirSync(path.join(dir, 'plugins'))
  fs.writeFileSync(path.join(dir, 'tskafka.yaml'), 'topics:\n  planned:\n    partitions: 1\n')
  const all = await tools()
  for (const line of lines) {
    const name = nameOf(line, all)
    const [command = '', ...words] = line.replaceAll('{dir}', dir).split(' ')
    const at = local.has(command) || offline.has(name) ? [] : ['--bootstrap-server', broker.address]
    const argv = addressFirst.has(command) ? [...at, ...words, '--json'] : [...words, ...at, '--json']
    const began = performance.now()
    const { stdout, stderr, code } = await typed(await load({ name: command } as never), argv, {
      stdin: '{"value":"three"}\n',
      cwd: dir,
    })
    const took = performance.now() - began
    if (took > 2000) t.comment(`${line}: ${took} ms`)
    const objects = stdout
      .split('\n')
      .slice(0, -1)
      .map(text => parsed(text))
    t.notMatch(stdout + stderr, /\n {4}at /, `${line}: no stack`)
    if (streams.has(command)) {
      t.ok(
        objects.every(each => typeof each === 'object' && each !== null),
        `${line}: objects`,
      )
      t.equal(code, 0, `${line}: ${stderr}`)
    } else {
      t.equal(objects.length, 1, `${line}: one line: ${stdout}${stderr}`)
      t.match(objects[0], { version: 1 }, `${line}: the envelope`)
      t.ok(Object.keys(objects[0] ?? {}).length > 1, `${line}: says something`)
      if (code === 1 && objects[0]?.['error']) t.match(objects[0]['error'], { name: String, message: String }, line)
    }
  }
})

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return undefined
  }
}

t.test('a cluster that is not there is an error in the envelope, with exit code 1', async t => {
  const all = await tools()
  const asking = lines.filter(line => {
    const [command = ''] = line.split(' ')
    return !local.has(command) && !streams.has(command) && !offline.has(nameOf(line, all)) && !line.includes('{dir}')
  })
  const patience = path.join(t.testdir({ 'client.properties': 'default.api.timeout.ms=300\nrequest.timeout.ms=300\n' }))
  for (const line of asking) {
    const [command = '', ...words] = line.split(' ')
    const flags = all.find(({ name }) => name === nameOf(line, all))!.flags
    const config = Object.values(flags).some(({ long }) => long === '--command-config')
    const at = [
      ...['--bootstrap-server', '127.0.0.1:1'],
      ...(config ? ['--command-config', path.join(patience, 'client.properties')] : []),
    ]
    const argv = addressFirst.has(command) ? [...at, ...words, '--json'] : [...words, ...at, '--json']
    const { stdout, stderr, code } = await typed(await load({ name: command } as never), argv)
    t.equal(code, 1, line)
    t.match(
      parsed(stdout.trim()),
      { version: 1, error: { name: String, message: String } },
      `${line}: ${stdout}${stderr}`,
    )
  }
})
