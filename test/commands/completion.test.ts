/** completion: the script in a real bash, with the names of a real broker; and that it never says a word when it fails. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { completion } from '../../commands/completion.ts'
import { createTopic, directory, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

const main = path.resolve(import.meta.dirname, '../cli/completion/main.ts')

/** What Tab offers at the end of a line: the words as bash has them, taken apart at `:` and `=`. */
function tab(dir: string, line: string): Promise<string[]> {
  const words = line.match(/[^\s:=]+|[:=]|\s(?=$)/g)!.map(word => word.trim())
  const script = `
    source '${dir}/completion.bash'
    compopt() { echo "compopt $*"; }
    COMP_LINE=${JSON.stringify(line)}; COMP_POINT=\${#COMP_LINE}
    COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
    _tskafka; printf '%s\\n' "\${COMPREPLY[@]}"`
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: `${dir}:${process.env['PATH']}`, HOME: dir, XDG_CONFIG_HOME: dir }
    const shell = spawn('bash', ['--norc', '-c', script], { env, timeout: 60_000 })
    let [stdout, stderr] = ['', '']
    shell.stdout.on('data', data => {
      stdout += data
    })
    shell.stderr.on('data', data => {
      stderr += data
    })
    shell.on('error', reject)
    shell.on('close', () => {
      t.equal(stderr, '', `${line}: nothing on stderr`)
      resolve(stdout.split('\n').filter(word => word !== ''))
    })
  })
}

t.test('bash completes commands, flags, topics of the broker, and addresses with colons', async t => {
  const { broker, connect } = await startBroker(t)
  const connection = await connect()
  for (const name of ['orders', 'orders.dead', 'prices']) await createTopic(connection, name)
  const dir = directory(t)
  fs.writeFileSync(path.join(dir, 'tskafka'), `#!/bin/sh\nexec '${process.execPath}' --import tsx '${main}' "$@"\n`)
  fs.chmodSync(path.join(dir, 'tskafka'), 0o755)
  fs.writeFileSync(path.join(dir, 'completion.bash'), (await typed(completion, ['bash'])).stdout)
  const at = `--bootstrap-server ${broker.address}`
  const rows: [line: string, offered: string[]][] = [
    ['tskafka topi', ['topics']],
    [`tskafka topics ${at} --topic `, ['orders', 'orders.dead', 'prices']],
    [`kafka-topics.sh ${at} --topic=or`, ['orders', 'orders.dead']], // what is behind the =
    ['tskafka topics --command-config ', ['compopt -o default']],
    ['tskafka topics --bootstrap-server 127.0.0.1:1 --topic ', []], // nobody there
  ]
  await Promise.all(rows.map(async ([line, offered]) => t.same(await tab(dir, line), offered, line)))
})

t.test('it is silent and successful whatever the line is', async t => {
  const env = { XDG_CONFIG_HOME: directory(t) }
  const lines = ['', 'tskafka', 'tskafka nope ', 'tskafka topics --context nope --topic ', 'tskafka topics --topic']
  for (const line of [...lines, 'tskafka topics --command-config /nope --topic ', 'tskafka topics -- --'])
    t.match(await typed(completion, ['__complete', '--', ...line.split(' ')], { env }), { code: 0, stderr: '' }, line)
})

t.test('scripts name every script of bin/; an unknown shell is told which there are', async t => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await typed(completion, [shell])
    t.equal(code, 0)
    t.match(stdout, 'kafka-console-consumer.sh', shell)
    t.match(stdout, /tskafka __complete -- /, shell)
  }
  t.match(await typed(completion, ['powershell']), { code: 2, stderr: /^"powershell" is no shell known here/ })
  t.match(await typed(completion, []), { code: 2, stderr: /^Which shell\?/ })
})
