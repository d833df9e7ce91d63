/** storage: what is formatted can be started, and holds what was asked for. The lines are those of Apache Kafka's tool. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { configs } from '../../commands/configs.ts'
import { features } from '../../commands/features.ts'
import { storage } from '../../commands/storage.ts'
import { Broker } from '../../src/broker/broker.ts'
import { silentLogger } from '../../src/lib/logger.ts'
import { directory } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

const ID = 'MkU3OEVBNTcwNTJENDM2Qk'
const common = ['node.id=1', 'controller.listener.names=CONTROLLER', 'log.dirs=d1,d2']
const files = {
  'dynamic.properties': [...common, 'process.roles=broker,controller', 'listeners=PLAINTEXT://:0,CONTROLLER://:9093'],
  'static.properties': [
    ...common,
    'process.roles=broker,controller',
    'listeners=PLAINTEXT://:0,CONTROLLER://:9093',
    'controller.quorum.voters=1@localhost:9093',
  ],
  'broker.properties': [...common, 'process.roles=broker', 'listeners=PLAINTEXT://:0'],
}

function setUp(t: Parameters<typeof directory>[0]) {
  const cwd = fs.realpathSync(directory(t))
  for (const [name, lines] of Object.entries(files)) fs.writeFileSync(path.join(cwd, name), lines.join('\n'))
  return {
    cwd,
    run: (line: string) => typed(storage, line.replace('ID', ID).split(' '), { cwd }),
    async start() {
      const dirs = ['d1', 'd2'].map(name => path.join(cwd, name)).join(',')
      const broker = await Broker.start({
        configs: { 'log.dirs': dirs, listeners: 'PLAINTEXT://127.0.0.1:0' },
        logger: silentLogger,
      })
      t.teardown(() => broker.close())
      return ['--bootstrap-server', broker.address]
    },
  }
}

t.test('which kind a directory is formatted as', async t => {
  const voter = '1@localhost:9093:MvDxzVmcRsaTz33bUuRU6A'
  const rows: [flags: string, kind: string][] = [
    ['-s -c dynamic.properties', 'dynamic metadata voter'],
    [`-I ${voter} -c dynamic.properties`, 'dynamic metadata voter'],
    [`-I ${voter.replace('1@', '3@')} -c dynamic.properties`, 'dynamic metadata'],
    ['-N -c dynamic.properties', 'metadata'],
    ['-c static.properties', 'metadata'],
    ['-c broker.properties', 'metadata'],
  ]
  for (const [flags, kind] of rows) {
    const { cwd, run } = setUp(t)
    const { code, stdout } = await run(`format -t ID ${flags}`)
    t.equal(code, 0, flags)
    const lines = stdout.trimEnd().split('\n').slice(1).sort()
    t.same(
      lines,
      [
        `Formatting data directory ${cwd}/d2 with metadata.version 4.3-IV0.`,
        `Formatting ${kind} directory ${cwd}/d1 with metadata.version 4.3-IV0.`,
      ].sort(),
      flags,
    )
    t.match(await run('info -c dynamic.properties'), { code: 0, stdout: /Found metadata: \{cluster.id=MkU3/ })
  }
  const { cwd, run } = setUp(t)
  await run(`format -t ID -I ${voter} -c dynamic.properties`)
  t.match(fs.readFileSync(path.join(cwd, 'd1/meta.properties'), 'utf8'), /^directory.id=MvDxzVmcRsaTz33bUuRU6A$/m)
})

t.test('a broker starts at an old metadata version, and knows a user that was given', async t => {
  const { run, start } = setUp(t)
  const { stdout } = await run(
    'format -t ID -s -c dynamic.properties -r 3.9 -f group.version=0 -S SCRAM-SHA-512=[name=alice,iterations=8192,salt="N3E=",saltedpassword="YCE="]',
  )
  // As Apache Kafka's tool has it for the same salt and salted password.
  t.match(stdout, "(UserScramCredentialRecord(name='alice', mechanism=2, salt=[55, 113], storedKey=[113, 118, -93, 73,")
  t.match(stdout, "FeatureLevelRecord(name='metadata.version', featureLevel=21)")
  t.notMatch(stdout, 'transaction.version')
  const at = await start()
  t.match((await typed(features, [...at, 'describe'])).stdout, /metadata\.version.*FinalizedVersionLevel: 3\.9-IV0/)
  t.equal(
    (await typed(configs, ['--describe', '--entity-type', 'users', ...at])).stdout,
    "SCRAM credential configs for user-principal 'alice' are SCRAM-SHA-512=iterations=8192\n",
  )
})

t.test('a directory of a quorum of others is not led by one node', async t => {
  const { run, start } = setUp(t)
  const list = '1@localhost:9093:MvDxzVmcRsaTz33bUuRU6A,2@localhost:9094:07R5amHmR32VDA6jHkGbTA'
  await run(`format -t ID -c dynamic.properties -I ${list}`)
  await t.rejects(start(), { name: 'DirectoryError', message: /belongs to a quorum of the nodes 1, 2:/ })
})

t.test('refusals are in the words of Apache Kafka', async t => {
  const { run } = setUp(t)
  const scram = (text: string) => `-s -c dynamic.properties -S ${text}`
  const rows: [flags: string, message: string][] = [
    ['-c dynamic.properties', 'Because controller.quorum.voters is not set on this controller, you must specify one'],
    ['-s -c broker.properties', 'You can only use --standalone on a controller.'],
    ['-s -c static.properties', 'You cannot specify controller.quorum.voters and format the node with'],
    ['-c dynamic.properties -I nope', 'No @ found in dynamic voter string.'],
    ['-c dynamic.properties -I x@h:1:y', 'Failed to parse node id in dynamic voter string. It has "x".'],
    ['-c dynamic.properties -I 1@h', 'No colon following hostname could be found.'],
    ['-c dynamic.properties -I 1@[::1:1:y', 'Hostname began with left bracket, but no right bracket was found.'],
    ['-c dynamic.properties -I 1@h:99999:y', 'Invalid port 99999 in dynamic voter string.'],
    ['-c dynamic.properties -I 1@h:1:zz', 'Failed to parse directory ID in dynamic voter string. It has "zz".'],
    ['-c dynamic.properties -I ,', 'No voters given.'],
    [scram('SCRAM-SHA-1=[name=a,password=x]'), 'The add-scram mechanism SCRAM-SHA-1 is not supported.'],
    [scram('foo'), "Failed to find equals sign in SCRAM argument 'foo'"],
    [scram('SCRAM-SHA-256=name=a'), 'Expected configuration string to start with ['],
    [scram('SCRAM-SHA-256=[name=a'), 'Expected configuration string to end with ]'],
    [scram('SCRAM-SHA-256=[password=x]'), "You must supply 'name' to add-scram"],
    [scram('SCRAM-SHA-256=[name=a]'), "You must supply one of 'password' or 'saltedpassword' to add-scram"],
    [scram('SCRAM-SHA-256=[name=a,password=x,iterations=3]'), "The 'iterations' value must be >= 4096 for"],
    [scram('SCRAM-SHA-256=[name=a,password=x,foo=1]'), 'Unknown SCRAM configurations: foo'],
    ['-s -c dynamic.properties -r 3.4 -S SCRAM-SHA-256=[name=a,password=x]', 'SCRAM is only supported in metadata'],
    ['-s -c dynamic.properties -r 9', "Unknown metadata.version '9'. Supported metadata.version are: 3.3-IV3,"],
    ['-s -c dynamic.properties -r 4.4-IV0', "Unknown metadata.version '4.4-IV0'. Supported metadata.version are"],
    ['-s -c dynamic.properties -r 3.9 -f metadata.version=21', 'Use --release-version instead of --feature'],
    ['-s -c dynamic.properties -f metadata.version=99', 'No MetadataVersion with feature level 99.'],
    ['-s -c dynamic.properties -f foo=1', 'Unsupported feature: foo. Supported features are: eligible.leader.'],
    ['-s -c dynamic.properties -f foo', "Can't parse feature=level string foo: equals sign not found."],
    ['-s -c dynamic.properties -f group.version=7', 'No feature:group.version with feature level 7'],
    ['-s -c dynamic.properties -f kraft.version=0', 'Cannot set kraft.version to 0 if controller.quorum.voters is'],
    ['-c static.properties -f kraft.version=1', 'Cannot set kraft.version to 1 unless controller.quorum.voters'],
    [
      '-s -c dynamic.properties -r 3.9 -f eligible.leader.replicas.version=1',
      'eligible.leader.replicas.version could not be set to 1 because it depends on metadata.version level 23',
    ],
  ]
  for (const [flags, message] of rows) {
    const { code, stdout, stderr } = await run(`format -t ID ${flags}`)
    t.match({ code, stdout }, { code: 1, stdout: '' }, flags)
    t.equal(stderr.slice(0, message.length), message, flags)
  }
  t.match(await run('info -c dynamic.properties'), { code: 1, stdout: /^Found problems:\n {2}.*d1 does not exist/ })
})

t.test('a directory of another cluster is left alone', async t => {
  const { run } = setUp(t)
  await run('format -t ID -s -c dynamic.properties')
  t.match(await run('format -t ID -s -c dynamic.properties'), { code: 1, stderr: /already formatted. Use --ignore-/ })
  t.match(await run('format -t ID -s -g -c dynamic.properties'), { code: 0, stdout: /^All of the log directories/ })
  t.match(await run('format -t 5L6g3nShT-eMCtK--X86sw -s -g -c dynamic.properties'), {
    code: 1,
    stderr: /^Invalid cluster.id in: .*Expected 5L6g3nShT-eMCtK--X86sw, but read MkU3OEVBNTcwNTJENDM2Qk/,
  })
})
