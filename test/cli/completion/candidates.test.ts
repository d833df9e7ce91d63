/** What may come next on a line: of every command, from its own table. */
import t from 'tap'
import { commands } from '../../../commands/index.ts'
import { load } from '../../../commands/load.ts'
import { candidatesFor } from '../../../src/cli/completion/candidates.ts'
import { describe } from '../../../src/cli/describe.ts'

const table = {
  commands,
  describe: async (name: string) => {
    const entry = commands.find(each => each.name === name)
    return entry && describe(await load(entry))
  },
}
const after = (line: string) => candidatesFor(line.split(' '), table)
const words = async (line: string) => {
  const found = await after(line)
  return found.kind === 'words' ? found.words.map(({ text }) => text) : found
}

t.test('commands, their verbs, their flags', async t => {
  t.same(await words('tskafka topi'), ['topics'])
  t.same(await words('tskafka help consumer-g'), ['consumer-groups'])
  t.same(await words('tskafka context '), ['add', 'use', 'list', 'remove', '--help'])
  t.same(await words('tskafka context add --boot'), ['--bootstrap-server'])
  t.same(await words('tskafka completion z'), ['zsh'])
  t.same(await words('tskafka topics --part'), ['--partitions', '--partition-size-limit-per-response'])
  t.same(await words('tskafka nonsense --x'), [])
})

t.test('a script of Kafka is its command', async t => {
  t.same(await words('kafka-topics.sh --cre'), ['--create'])
  t.same(await words('/opt/kafka/bin/kafka-transactions.sh fi'), ['find-hanging'])
})

t.test('a flag that is there is not offered again, unless it may be repeated; old names never', async t => {
  t.same(await words('tskafka topics --list --li'), [])
  t.same(await words('tskafka topics --config a=1 --conf'), ['--config'])
  t.notOk(((await words('tskafka console-consumer --')) as string[]).includes('--property'))
})

t.test('values: choices, names of the cluster, files, and nothing where nobody knows', async t => {
  t.same(await words('tskafka configs --entity-type to'), ['topics'])
  t.same(await words('tskafka configs --entity-type=to'), ['--entity-type=topics'])
  t.same(await after('tskafka topics --topic '), { kind: 'live', what: 'topics', prefix: '' })
  t.same(await after('tskafka topics --topic=or'), { kind: 'live', what: 'topics', prefix: '--topic=' })
  t.same(await after('tskafka consumer-groups --describe --group '), { kind: 'live', what: 'groups', prefix: '' })
  t.same(await after('tskafka configs --entity-type groups --entity-name '), {
    kind: 'live',
    what: 'groups',
    prefix: '',
  })
  t.same(await after('tskafka context use '), { kind: 'live', what: 'contexts', prefix: '' })
  t.same(await after('tskafka topics --context '), { kind: 'live', what: 'contexts', prefix: '' })
  t.same(await after('tskafka topics --command-config '), { kind: 'files' })
  t.same(await after('tskafka server-start '), { kind: 'files' })
  t.same(await words('tskafka topics --partitions '), [])
})

t.test('every command of the table can be completed', async t => {
  for (const { name } of commands) t.not((await after(`tskafka ${name} --`)).kind, 'live', name)
})
