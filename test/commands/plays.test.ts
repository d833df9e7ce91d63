/** Our commands and our broker say what Apache Kafka's tools say of Apache Kafka: the same lines, the same exit codes. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { commands } from '../../commands/index.ts'
import { load } from '../../commands/load.ts'
import { startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'
import { addressed, folder, normalized, plays, readPlay } from './play.ts'

/** Lines whose words our broker still chooses otherwise; the exit code must be the same all the same. */
const otherWords: Readonly<Record<string, string>> = {
  'configs --describe --entity-type topics --entity-name t1':
    'DescribeConfigs: Kafka lists no default synonym where the broker has none, as log.retention.ms',
  'configs --describe --topic t1 --all': 'DescribeConfigs: the same',
  'topics --create --topic bad --partitions 1 --replication-factor 2':
    'CreateTopics: cordoned directories are named too',
  'topics --create --topic ..': "CreateTopics: Kafka names the one that was given, '..'",
}

for (const name of plays())
  t.test(name, async t => {
    const { broker } = await startBroker(t)
    for (const { command, argv, stdin, stdout, exit } of readPlay(fs.readFileSync(path.join(folder, name), 'utf8'))) {
      const entry = commands.find(each => each.name === command)!
      const said = await typed(await load(entry), addressed(command, argv, broker.address), { stdin, cwd: folder })
      const line = [command, ...argv].join(' ')
      if (line in otherWords) t.not(said.stdout, '', `${line}: says something`)
      else if (!t.equal(normalized(said.stdout), stdout, line)) t.comment(said.stderr)
      t.equal(said.code, exit, `${line}: exit ${exit}`)
    }
  })
