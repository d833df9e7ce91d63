/** Our commands and our broker say what Apache Kafka's tools say of Apache Kafka: the same lines, the same exit codes. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { commands } from '../../commands/index.ts'
import { load } from '../../commands/load.ts'
import { handlers } from '../../src/broker/handlers/index.ts'
import { pairs } from '../../src/cli/client.ts'
import { run } from '../../src/cli/run.ts'
import type { AnyTool } from '../../src/cli/tool.ts'
import { startBroker } from '../broker/start.ts'
import { typed, world } from '../cli/world.ts'
import { addressed, folder, normalized, once, plays, readPlay } from './play.ts'

/** Lines that our broker has a reason to answer otherwise; the exit code must be the same all the same. */
const otherwise: Readonly<Record<string, string>> = {
  'mistakes-consoles.txt: topics --create --topic z1 --partitions many':
    'a number that is none is said on stderr with what to type next, before a broker is asked',
  'features-update.txt: features downgrade --release-version 4.2 --dry-run':
    'the cluster that was recorded had kraft.version 0, ours has 1, so another feature refuses first',
  'mistakes.txt: delete-records --offset-json-file files/delete-no-topic.json':
    "Kafka's waits a minute for a topic that there is not, and tells of its own tries",
  'mistakes.txt: consumer-perf-test --topic orders --num-records x':
    "Kafka's begins with its work before it reads the number",
  'streams-application-reset.txt: streams-application-reset --application-id app1 --dry-run --input-topics in2 --to-offset x':
    "Kafka's begins with its work before it reads the number",
}

/** Failures whose reason ours says in other words, with the value and what can be. In the others' lines are Java's words. */
const worded: Readonly<Record<string, string>> = {
  'connect-plugin-path': 'tskafka connect-plugin-path needs to be told what to do: list, sync-manifests',
  'connect-plugin-path nonesuch':
    '"nonesuch" is not a command of tskafka connect-plugin-path: there are list, sync-manifests',
  'connect-plugin-path list --plugin-pth files/plugins': '--plugin-pth is not a flag here. Did you mean --plugin-path?',
  'connect-plugin-path list --plugin-path': '--plugin-path needs a value: --plugin-path <paths>',
  'connect-plugin-path list --plugin-path nowhere': 'There is no nowhere to look for plugins in',
  'connect-plugin-path list --plugin-path files/plugins,nowhere': 'There is no nowhere to look for plugins in',
  'connect-plugin-path list --worker-config files/plugins/nowhere.properties':
    'There is no nowhere to look for plugins in',
  'connect-plugin-path list files/plugins': '"files/plugins" belongs to no flag',
  'connect-plugin-path list --dry-run --plugin-path files/plugins': '--dry-run is not a flag here',
  'connect-plugin-path sync-manifests --plugin-path nowhere': 'There is no nowhere to look for plugins in',
  'replica-verification --broker-list x': '--broker-list "x" is no address: it takes host:port, such as localhost:9092',
  'replica-verification --broker-list': '--broker-list needs a value: --broker-list <host:port>',
  'replica-verification --nope': '--nope is not a flag here',
  'replica-verification --topics-include orders --time x': '--time: "x" is not a whole number',
  'replica-verification --topics-include orders --time -2 --report-interval-ms x':
    '--report-interval-ms: "x" is not a whole number',
  'replica-verification --topics-include orders --time -2 --fetch-size 99999999999':
    '--fetch-size: "99999999999" is not a whole number of 32 bits',
  'replica-verification --topics-include orders --time -2 --max-wait-ms NaN':
    '--max-wait-ms: "NaN" is not a whole number of 32 bits',
  'server-start files/server': 'Cannot read files/server: it is a directory',
  'server-start files/server/broker.properties --overide a=b': '--overide is not a flag here. Did you mean --override?',
  'server-start files/server/broker.properties --override': '--override needs a value: --override <name=value>',
  'server-start files/server/broker.properties --override log.dirs':
    '--override "log.dirs" is no setting: it takes key=value, such as --override log.retention.hours=1',
  // Kafka names the one that node.id was called once.
  'server-start files/server/broker.properties --override node.id=x':
    'Invalid value x for configuration node.id: Not a number of type INT',
  'server-start files/server/broker.properties --override node.id=99999999999999':
    'Invalid value 99999999999999 for configuration node.id: Not a number of type INT',
  'server-start files/server/broker.properties --override listeners=PLAINTEXT:x':
    'listeners has "PLAINTEXT:x", which is not NAME://host:port, such as PLAINTEXT://:9092',
}

/** Until it says the word, and Ctrl-C. */
async function interrupted(tool: AnyTool, argv: readonly string[], until: string) {
  const made = world({ cwd: folder })
  const running = run(tool, argv, made.io)
  let done = false
  running.finally(() => {
    done = true
  })
  while (!done && !made.stdout.includes(until)) await new Promise(resolve => setTimeout(resolve, 5))
  made.interrupt()
  const code = await running
  return { code, stdout: once(normalized(made.stdout)), stderr: made.stderr }
}

/** `# needs 43 57`: APIs that our broker must serve for a play; until then it waits. */
const lacking = (text: string) =>
  (/^# needs (.*)$/m.exec(text)?.[1] ?? '')
    .split(' ')
    .filter(key => key !== '' && !handlers.some(each => each.api.key === Number(key)))

/** `# broker super.users=User:ANONYMOUS`: settings that the play was recorded with. */
const settings = (text: string): Record<string, string> =>
  pairs((/^# broker (.*)$/m.exec(text)?.[1] ?? '').split(' ').filter(word => word !== ''))

for (const name of plays()) {
  const text = fs.readFileSync(path.join(folder, name), 'utf8')
  const skip = lacking(text).length > 0 ? `the broker does not serve ${lacking(text).join(', ')} yet` : false
  t.test(name, { skip }, async t => {
    // A cluster's first members are waited for otherwise, three seconds each time.
    const { broker } = await startBroker(t, { 'group.initial.rebalance.delay.ms': '0', ...settings(text) })
    for (const { command, argv, stdin, stdout, exit, until, said: why } of readPlay(text)) {
      const tool = await load(commands.find(each => each.name === command)!)
      const words = addressed(command, argv, broker.address)
      const said =
        until === undefined ? await typed(tool, words, { stdin, cwd: folder }) : await interrupted(tool, words, until)
      const line = [command, ...argv].join(' ')
      const reason = otherwise[`${name}: ${line}`]
      if (reason !== undefined) t.comment(`${line}: ${reason}`)
      else if (!t.equal(normalized(said.stdout), stdout, line)) t.comment(said.stderr)
      t.equal(said.code, exit, `${line}: exit ${exit}`)
      if (why === undefined) continue
      const [first = ''] = said.stderr.split('\n')
      if (Object.hasOwn(worded, line)) t.equal(first, worded[line], `${line}: ${why}`)
      else t.ok(first.includes(why), `${line}: ${why}: ${first}`)
    }
  })
}
