/** Our commands and our broker say what Apache Kafka's tools say of Apache Kafka: the same lines, the same exit codes. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { commands } from '../../commands/index.ts'
import { load } from '../../commands/load.ts'
import { handlers } from '../../src/broker/handlers/index.ts'
import { pairs } from '../../src/cli/client.ts'
import { startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'
import { addressed, folder, normalized, plays, readPlay } from './play.ts'

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
    for (const { command, argv, stdin, stdout, exit } of readPlay(text)) {
      const entry = commands.find(each => each.name === command)!
      const said = await typed(await load(entry), addressed(command, argv, broker.address), { stdin, cwd: folder })
      const line = [command, ...argv].join(' ')
      const reason = otherwise[`${name}: ${line}`]
      if (reason !== undefined) t.comment(`${line}: ${reason}`)
      else if (!t.equal(normalized(said.stdout), stdout, line)) t.comment(said.stderr)
      t.equal(said.code, exit, `${line}: exit ${exit}`)
    }
  })
}
