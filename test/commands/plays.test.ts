/** Our commands and our broker say what Apache Kafka's tools say of Apache Kafka: the same lines, the same exit codes. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { commands } from '../../commands/index.ts'
import { load } from '../../commands/load.ts'
import { startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'
import { addressed, folder, normalized, plays, readPlay } from './play.ts'

for (const name of plays())
  t.test(name, async t => {
    const { broker } = await startBroker(t)
    for (const { command, argv, stdin, stdout, exit } of readPlay(fs.readFileSync(path.join(folder, name), 'utf8'))) {
      const entry = commands.find(each => each.name === command)!
      const said = await typed(await load(entry), addressed(command, argv, broker.address), { stdin, cwd: folder })
      const line = [command, ...argv].join(' ')
      if (!t.equal(normalized(said.stdout), stdout, line)) t.comment(said.stderr)
      t.equal(said.code, exit, `${line}: exit ${exit}`)
    }
  })
