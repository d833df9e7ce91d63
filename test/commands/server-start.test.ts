/** server-start: what is said before a broker is started, and why it is not. That it starts is shown where brokers are. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { serverStart } from '../../commands/server-start.ts'
import { run } from '../../src/cli/run.ts'
import { directory } from '../broker/start.ts'
import { typed, world } from '../cli/world.ts'

t.test('mistakes are answered with what is wrong, and end with 1', async t => {
  const cwd = directory(t)
  const common = ['node.id=1', 'process.roles=broker,controller', `log.dirs=${cwd}/data`]
  const file = (name: string, ...lines: string[]) => fs.writeFileSync(path.join(cwd, name), lines.join('\n'))
  file('ok', ...common, 'listeners=PLAINTEXT://127.0.0.1:0')
  file('ssl', ...common, 'listeners=SSL://127.0.0.1:0')
  file('listener', ...common, 'listeners=PLAINTEXT:127.0.0.1:0')
  file('port', ...common, 'listeners=PLAINTEXT://127.0.0.1:99999')
  file('letter', 'Dear broker,', 'please start.')
  file('binary', '\x7fELF\x02\x01\x1b[2J\0\0')
  const rows: [words: string[], message: RegExp][] = [
    [['nope.properties'], /^Cannot read nope.properties: there is no such file\nTry: tskafka server-start\n/],
    [['letter'], /^letter holds no setting of a broker, and begins with "Dear": .*\nTry: tskafka server-start\n/],
    [['binary'], /^binary holds no setting of a broker, and begins with "\x7fELF\\u0002\\u0001\\u001b\[2J\\u0000/],
    [['ssl'], /^Listener SSL is to speak SSL; only PLAINTEXT is served yet/],
    [['listener'], /which is not NAME:\/\/host:port, such as PLAINTEXT:\/\/:9092/],
    [['port'], /which is not NAME:\/\/host:port/],
    [['ok', 'a=b'], /^Found non argument parameters: a=b\. .*\nTry: tskafka server-start ok --override a=b\n/],
    [['ok', '--overide', 'a=b'], /Did you mean --override\?\nTry: tskafka server-start ok --override a=b\n/],
    [['ok', '--override', 'log.dirs'], /^--override "log.dirs" is no setting: it takes key=value/],
    [['ok', '--override', 'node.id=x'], /^Invalid value x for configuration node.id: Not a number of type INT/],
    [['ok', '--override', 'num.partitions=0'], /^Invalid value 0 for configuration num.partitions/],
    [['ok', '--override', `log.dirs=${cwd}/ok`], /\/ok is a file, and a data directory is meant\. Choose another/],
    [['ok', '--override', 'log.dirs=a,,b'], /^Configuration 'log.dirs' values must not be empty\./],
  ]
  for (const [words, message] of rows) {
    const { code, stdout, stderr } = await typed(serverStart, words, { cwd })
    t.match({ code, stdout, stderr }, { code: 1, stdout: '', stderr: message }, words.join(' '))
    t.notMatch(stderr, /\n {4}at /, `${words.join(' ')}: no stack`)
  }
})

t.test('a file for ZooKeeper starts, and is told what is not looked at', async t => {
  const cwd = directory(t)
  const lines = [
    'broker.id=0',
    'zookeeper.connect=localhost:2181',
    `log.dirs=${cwd}/data`,
    'listeners=PLAINTEXT://127.0.0.1:0',
  ]
  fs.writeFileSync(path.join(cwd, 'old.properties'), lines.join('\n'))
  const made = world({ cwd })
  const running = run(serverStart, ['old.properties'], made.io)
  for (let i = 0; i < 2000 && !made.stdout.includes('is ready'); i++)
    await new Promise(resolve => setTimeout(resolve, 5))
  made.interrupt()
  t.equal(await running, 0)
  t.match(made.stdout, /is ready at 127\.0\.0\.1:\d+/)
  t.match(made.stderr, /^WARN zookeeper.connect is ignored: there is no ZooKeeper any more/)
})

t.test('who stops it while it starts has a clean stop', async t => {
  const cwd = directory(t)
  const made = world({ cwd })
  const words = ['--override', `log.dirs=${cwd}/data`, '--override', 'listeners=PLAINTEXT://127.0.0.1:0']
  const running = run(serverStart, words, made.io)
  while (!made.heeds) await new Promise(setImmediate)
  made.interrupt()
  t.equal(await running, 0)
  t.equal(made.stdout, '', 'it was never ready')
  t.match(made.stderr, /Stopped\n$/)
  t.ok(fs.existsSync(path.join(cwd, 'data', '.kafka_cleanshutdown')))
})
