/** completion: the scripts in real shells, as far as they are here, with the names of a real broker; and that it never says a word when it fails. */
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { completion } from '../../commands/completion.ts'
import { shells } from '../../src/cli/completion/scripts.ts'
import { createTopic, directory, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

const main = path.resolve(import.meta.dirname, '../cli/completion/main.ts')

/** What each shell is told to do: load the script, and say what Tab offers at the end of a line. */
const asking: Record<string, (dir: string, line: string) => string[]> = {
  // The words as bash has them, taken apart at `:` and `=`.
  bash(dir, line) {
    const words = line.match(/[^\s:=]+|[:=]|\s(?=$)/g)!.map(word => word.trim())
    return [
      '--norc',
      '-c',
      `source '${dir}/completion.bash'
       compopt() { echo "compopt $*"; }
       COMP_LINE=${JSON.stringify(line)}; COMP_POINT=\${#COMP_LINE}
       COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
       _tskafka; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ]
  },
  // Its line editor wants a terminal: what it calls is called, and says what fits.
  zsh: (dir, line) => [
    '-f',
    '-c',
    `compdef() { :; }
     source '${dir}/completion.zsh'
     _files() { echo files; }
     _describe() { local each; for each in "\${(@P)2}"; do each=\${each//\\\\:/;}; each=\${\${each%%:*}//;/:}; [[ $each != "\${words[CURRENT]}"* ]] || print -r -- "$each"; done; }
     words=(${line
       .split(' ')
       .map(word => `'${word}'`)
       .join(' ')}); CURRENT=\${#words}
     _tskafka`,
  ],
  fish: (dir, line) => [
    '--no-config',
    '-c',
    `source '${dir}/completion.fish'; complete -C '${line}' | string replace -r '\\t.*' ''`,
  ],
}

/** What Tab offers at the end of a line. */
function tab(dir: string, shell: string, line: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: `${dir}:${process.env['PATH']}`, HOME: dir, XDG_CONFIG_HOME: dir }
    const child = spawn(shell, asking[shell]!(dir, line), { env, timeout: 60_000 })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', data => {
      stdout += data
    })
    child.stderr.on('data', data => {
      stderr += data
    })
    child.on('error', reject)
    child.on('close', () => {
      t.equal(stderr, '', `${shell}: ${line}: nothing on stderr`)
      resolve(stdout.split('\n').filter(word => word !== ''))
    })
  })
}

const isHere = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

t.test('shells complete commands, flags, topics of the broker, and addresses with colons', async t => {
  const { broker, connect } = await startBroker(t)
  const connection = await connect()
  for (const name of ['orders', 'orders.dead', 'prices']) await createTopic(connection, name)
  const dir = directory(t)
  fs.writeFileSync(path.join(dir, 'tskafka'), `#!/bin/sh\nexec '${process.execPath}' --import tsx '${main}' "$@"\n`)
  fs.chmodSync(path.join(dir, 'tskafka'), 0o755)
  fs.writeFileSync(path.join(dir, 'client.properties'), '')
  const at = `--bootstrap-server ${broker.address}`
  for (const shell of shells) {
    if (!isHere(shell)) {
      t.comment(`there is no ${shell} here`)
      continue
    }
    fs.writeFileSync(path.join(dir, `completion.${shell}`), (await typed(completion, [shell])).stdout)
    // bash offers what is behind the =; the others whole words.
    const whole = shell === 'bash' ? '' : '--topic='
    const files = { bash: 'compopt -o default', zsh: 'files', fish: path.join(dir, 'client.properties') }[shell]
    const rows: [line: string, offered: string[]][] = [
      ['tskafka topi', ['topics']],
      [`tskafka topics ${at} --topic `, ['orders', 'orders.dead', 'prices']],
      [`kafka-topics.sh ${at} --topic=or`, [`${whole}orders`, `${whole}orders.dead`]],
      [`tskafka topics --command-config ${dir}/cli`, [files]],
      ['tskafka topics --bootstrap-server 127.0.0.1:1 --topic ', []], // nobody there
      ['tskafka console-consumer --isolation-level read_c', ['read_committed']],
    ]
    await Promise.all(
      rows.map(async ([line, offered]) => t.same(await tab(dir, shell, line), offered, `${shell}: ${line}`)),
    )
  }
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
