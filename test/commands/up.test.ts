/** plan and up, against a broker: what is said is what is done, and nothing is done twice. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { configs } from '../../commands/configs.ts'
import { consoleConsumer } from '../../commands/console-consumer.ts'
import { plan } from '../../commands/plan.ts'
import { topics } from '../../commands/topics.ts'
import { up } from '../../commands/up.ts'
import { directory, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

const yaml = `topics:
  orders:
    partitions: 2
    configs: { retention.ms: 60000 }
    seed:
      - { key: a, value: one, partition: 0 }
      - { key: b, value: { n: 2 }, partition: 0 }
  audit: 1
`

async function setUp(t: Parameters<typeof directory>[0], text = yaml) {
  const { broker } = await startBroker(t)
  const cwd = directory(t)
  const write = (text: string) => fs.writeFileSync(path.join(cwd, 'tskafka.yaml'), text)
  write(text)
  const at = ['--bootstrap-server', broker.address]
  return {
    at,
    write,
    address: broker.address,
    plan: (...words: string[]) => typed(plan, [...words, ...at], { cwd }),
    up: (...words: string[]) => typed(up, [...words, ...at], { cwd }),
  }
}

t.test('plan changes nothing; up does what it said, once', async t => {
  const { at, address, plan, up } = await setUp(t)
  const said = [
    `tskafka.yaml for ${address}`,
    '+ orders: 2 partitions, retention.ms=60000, 2 seed records',
    '+ audit: 1 partition',
    '2 to create, 0 to change, 0 as wanted',
  ]
  t.match(await plan(), { code: 0, stdout: `${said.join('\n')}\n` })
  t.equal((await plan('--check')).code, 1)
  t.equal((await typed(topics, ['--list', ...at])).stdout, '\n', 'plan has created nothing')
  t.match(await up(), { code: 0, stdout: `${said.join('\n')}\nDone.\n`, stderr: '' })
  const read = await typed(consoleConsumer, [
    ...[
      '--topic',
      'orders',
      '--from-beginning',
      '--max-messages',
      '2',
      '--formatter-property',
      'print.key=true',
      ...at,
    ],
  ])
  t.equal(read.stdout, 'a\tone\nb\t{"n":2}\n')
  const again = [`tskafka.yaml for ${address}`, '= orders', '= audit', '0 to create, 0 to change, 2 as wanted', '']
  t.match(await up(), { code: 0, stdout: again.join('\n') })
  t.equal((await plan('--check')).code, 0)
})

t.test('changes are made; what cannot be is said, and ends with 1', async t => {
  const { at, write, plan, up } = await setUp(t)
  await up()
  write('topics:\n  orders: { partitions: 3, configs: { retention.ms: null } }\n  audit: { partitions: 4 }\n')
  t.match((await up('--json')).code, 0)
  const described = (await typed(topics, ['--describe', '--topic', 'orders', ...at])).stdout
  t.match(described, /PartitionCount: 3/)
  t.notMatch(described, 'retention.ms')
  write('topics:\n  orders: 1\n  audit: { configs: { cleanup.policy: sideways } }\n  new: 1\n')
  const { code, stdout } = await up()
  t.equal(code, 1)
  t.match(stdout, '! orders: not 1 partition: it has 3')
  t.notMatch(stdout, '= audit')
  t.match(stdout, '1 to create, 0 to change, 0 as wanted, 2 not possible')
  t.match(stdout, /! audit: not allowed: Invalid value sideways for configuration cleanup.policy/)
  t.match((await typed(topics, ['--list', ...at])).stdout, 'new\n', 'the rest is done')
  t.match(JSON.parse((await plan('--json')).stdout), {
    version: 1,
    done: false,
    topics: [
      { name: 'orders', action: 'none', impossible: [/^1 partition:/] },
      { name: 'audit', action: 'none', configs: [] },
      { name: 'new', action: 'none', impossible: [] },
    ],
  })
})

t.test('quotas are set, changed and taken back', async t => {
  const { at, address, write, plan, up } = await setUp(t, 'quotas: [{ user: alice, producer_byte_rate: 1024 }]')
  const described = async () => (await typed(configs, ['--describe', '--user', 'alice', ...at])).stdout
  t.match((await plan('--check')).code, 1)
  t.equal(await described(), '', 'plan has set nothing')
  t.match(await up(), {
    code: 0,
    stdout: `tskafka.yaml for ${address}\n~ quota of user alice: producer_byte_rate unlimited to 1024\n0 to create, 1 to change, 0 as wanted\nDone.\n`,
  })
  t.match(await described(), 'producer_byte_rate=1024.0')
  t.match(await plan('--check'), { code: 0, stdout: '= quota of user alice\n' })
  write('quotas: [{ user: alice, producer_byte_rate: null }, { user: bob, producer_byte_rate: 1.5 }]')
  const { code, stdout } = await up()
  t.equal(code, 1)
  t.match(stdout, /! quota of user bob: not allowed: /)
  t.equal(await described(), '', 'the rest is done')
})

t.test('nobody there, no file, a wrong file, a wrong flag', async t => {
  const cwd = directory(t)
  t.match(await typed(plan, [], { cwd }), { code: 2, stderr: /^There is no tskafka.yaml here/ })
  t.match(await typed(plan, ['-f', 'x.yaml'], { cwd }), {
    code: 2,
    stderr: /^Cannot read x.yaml: there is no such file/,
  })
  fs.writeFileSync(path.join(cwd, 'tskafka.yaml'), 'topics:\n  a: {partitons: 1}\n')
  t.match(await typed(up, [], { cwd }), {
    code: 2,
    stderr: /^tskafka.yaml:2: partitons .* Did you mean partitions\?\n/,
  })
  fs.writeFileSync(path.join(cwd, 'tskafka.yaml'), 'topics:\n  a: 1\n')
  t.match(await typed(up, ['--bootstrap-server', '127.0.0.1:1'], { cwd }), {
    code: 1,
    stderr: /Start a broker there with tskafka server-start, or name one that runs, as host:port\n$/,
  })
  t.match(await typed(up, ['--yess'], { cwd }), { code: 2, stderr: /Did you mean --yes\?/ })
  t.match(await typed(up, ['--help']), { code: 0, stderr: '', stdout: /Examples:\n {2}tskafka up\n/ })
})
