/**
 * Every command that takes an address, where no broker is: nothing listens there, a web server, a TLS listener, a host that is
 * not. What is wrong and what to do is said, with the address; those that go on trying say that they do, and end with Ctrl-C.
 */
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import t, { type Test } from 'tap'
import { commands } from '../../commands/index.ts'
import { load } from '../../commands/load.ts'
import { run } from '../../src/cli/run.ts'
import { type AnyTool, isFamily } from '../../src/cli/tool.ts'
import { directory } from '../broker/start.ts'
import { world } from '../cli/world.ts'

/** They take no address, or theirs is told elsewhere. */
const elsewhere = new Set(['server-stop', 'context', 'completion', 'storage', 'top', 'doctor'])

async function listening(t: Test, server: net.Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `127.0.0.1:${(server.address() as net.AddressInfo).port}`
}

/** What a TLS listener says to somebody who does not. */
const ALERT = Buffer.from('15030300020246', 'hex')

/** The first example of each command and subcommand, as words behind the command's name. */
async function lines(address: string): Promise<{ tool: AnyTool; words: string[] }[]> {
  const found: { tool: AnyTool; words: string[] }[] = []
  for (const entry of commands.filter(({ name }) => !elsewhere.has(name))) {
    const tool = await load(entry)
    for (const { examples } of isFamily(tool) ? tool.subcommands : [tool]) {
      if (!examples[0]!.includes('localhost:9092') || examples[0]!.includes('add-controller')) continue
      const [line = ''] = examples[0]!.replaceAll('localhost:9092', address).split(/ [<|] /)
      const typed = Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, word]) => quoted ?? word!)
      found.push({ tool, words: typed.slice(2) })
    }
  }
  return found
}

/** They go on trying, until somebody ends them. */
const patient = new Set(['console-producer', 'console-consumer', 'verifiable-producer', 'verifiable-consumer'])
const LIMIT_MS = 30_000

async function typedAt(tool: AnyTool, words: readonly string[], cwd: string) {
  const made = world({ cwd, stdin: 'a\n' })
  const ended = run(tool, words, made.io)
  if (patient.has(tool.name)) {
    while (!made.stderr.includes('WARN')) await new Promise(resolve => setTimeout(resolve, 5))
    made.interrupt()
  }
  const late = new Promise<'late'>(resolve => setTimeout(resolve, LIMIT_MS, 'late').unref())
  return { code: await Promise.race([ended, late]), stdout: made.stdout, stderr: made.stderr }
}

t.test('no broker there: it is said why, and what to do', async t => {
  const cwd = directory(t)
  const partitions = [{ topic: 'orders', partition: 0, offset: 0, replicas: [0] }]
  for (const name of ['up-to.json', 'plan.json', 'topics.json', 'offsets.json'])
    fs.writeFileSync(path.join(cwd, name), JSON.stringify({ version: 1, partitions, topics: [{ topic: 'orders' }] }))
  const addresses: [address: string, reason: RegExp, advice: RegExp][] = [
    ['127.0.0.1:1', /Cannot connect to 127\.0\.0\.1:1: nothing listens there/, /^Start a broker there with tskafka/],
    ['nowhere.invalid:9092', /Cannot connect to nowhere\.invalid:9092: .* \(E[A-Z_]+\)/, /^Name a broker as host:port/],
    [
      await listening(
        t,
        http.createServer((_, response) => response.end()),
      ),
      /does not speak Kafka's protocol: it answers in HTTP/,
      /^Name a broker as host:port/,
    ],
    [
      await listening(
        t,
        net.createServer(socket =>
          socket
            .on('error', () => {})
            .resume()
            .end(ALERT),
        ),
      ),
      /it speaks TLS, and only plain text is here/,
      /^Name a broker as host:port/,
    ],
  ]
  // All at once: most of them wait.
  const attempts = addresses.map(async ([address, reason, advice]) => {
    const typed = (await lines(address)).map(async ({ tool, words }) => {
      const goesOn = patient.has(tool.name)
      const { code, stdout, stderr } = await typedAt(tool, words, cwd)
      const line = `${tool.name} ${words.join(' ')}`
      t.match(stdout + stderr, reason, `${line}: why`)
      t.notMatch(stdout + stderr, /\n {4}at |tskafka broke:/, `${line}: no stack`)
      const last = stderr.trimEnd().split('\n').at(-1)!
      if (goesOn) t.match(stderr, /^WARN /m, `${line}: it is tried again`)
      else t.match(last, advice, `${line}: what to do`)
      t.equal(code, goesOn ? 130 : tool.name === 'consumer-groups' ? 0 : 1, `${line}: exit code`)
    })
    await Promise.all(typed)
  })
  await Promise.all(attempts)
})
