/** tskafka without a command: the list, for people and for programs, and what commands end with. */
import t from 'tap'
import { commands } from '../../commands/index.ts'
import { load } from '../../commands/load.ts'
import { program } from '../../commands/program.ts'
import { isFamily } from '../../src/cli/tool.ts'
import { world } from '../cli/world.ts'

const said = (...words: string[]) => {
  const made = world()
  return { code: program(words, made.io), stdout: made.stdout, stderr: made.stderr }
}

t.test('the list names every command, as lines and as JSON', async t => {
  const page = said()
  const json = said('--help-json')
  t.equal(page.code + json.code, 0)
  const read = JSON.parse(json.stdout) as { version: number; commands: { name: string; help: string }[] }
  t.equal(read.version, 1)
  for (const { name, summary } of commands) {
    t.match(page.stdout, new RegExp(`^  ${name} `, 'm'))
    t.match(
      read.commands.find(each => each.name === name),
      { summary, help: `tskafka ${name} --help-json` },
    )
  }
})

t.test('commands that Kafka has not are marked as such where they are listed and where they run', async t => {
  const page = said('help', 'exit-codes')
  t.equal(page.code, 0)
  for (const entry of commands) {
    const tool = await load(entry)
    t.equal(tool.own, entry.own, entry.name)
    if (isFamily(tool)) for (const each of tool.subcommands) t.equal(each.own, entry.own, each.name)
    if (entry.own) t.match(page.stdout, new RegExp(`^  ${entry.name} `, 'm'))
  }
})

t.test('a script of Kafka is answered with the command that stands for it', async t => {
  for (const { name, scripts } of commands)
    for (const script of scripts)
      for (const word of [script, script.replace(/\.sh$/, '')]) {
        if (word === name) continue
        const { code, stderr } = said(word, '--help')
        t.equal(code, 1)
        t.match(stderr, `Did you mean ${name}?\nTry: tskafka ${name} --help\n`, word)
      }
})

t.test('a slip in a flag of tskafka itself', async t => {
  for (const [typo, meant] of [
    ['--verison', '--version'],
    ['--hlep', '--help'],
    ['--help-jsno', '--help-json'],
  ] as const)
    t.match(said(typo), { code: 1, stderr: new RegExp(`Did you mean ${meant}\\?\nTry: tskafka ${meant}\n`) }, typo)
})
