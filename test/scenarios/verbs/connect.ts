/** `connect dev`, with the programs that src/connect/README.md prints. */
import fs from 'node:fs'
import path from 'node:path'
import { connectDev } from '../../../commands/connect-dev.ts'
import { typed } from '../../cli/world.ts'
import type { Verbs } from './index.ts'

const readme = path.resolve(import.meta.dirname, '../../../src/connect/README.md')

/** The first program of the README that exports that name. */
function program(name: string): string {
  const programs = [...fs.readFileSync(readme, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text!)
  const found = programs.find(text => text.includes(`export const ${name} =`))
  if (found === undefined) throw new Error(`The README shows no ${name}`)
  return found
}

export const connect: Verbs = {
  /**
   * `connect dev plugin=Heartbeat records=2 set=topic=beats;interval.ms=1`: the lines of stdout, or else of stderr, and the exit code
   * when it is not 0. `dry` writes nothing, `lines=` is what a sink gets: a;b.
   */
  'connect dev': async (args, world) => {
    const name = args.text('plugin')
    const cwd = `${world.dir}-connect`
    fs.mkdirSync(cwd, { recursive: true })
    fs.writeFileSync(path.join(cwd, `${name}.ts`), program(name))
    const records = args.optional('records')
    const list = (text: string) => text.split(';').filter(each => each !== '')
    const argv = [
      `${name}.ts`,
      ...list(args.text('set', '')),
      '--once',
      ...(records === null ? [] : ['--max-records', records]),
      ...(args.optional('') === 'dry' ? ['--dry-run'] : []),
    ]
    const said = await typed(connectDev, argv, {
      cwd,
      stdin: list(args.text('lines', ''))
        .map(line => `${line}\n`)
        .join(''),
    })
    const lines = (said.stdout || said.stderr)
      .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"NOW"')
      .trimEnd()
      .split('\n')
    return [
      ...lines.filter(line => !line.startsWith('The broker is ')),
      ...(said.code === 0 ? [] : [`exit ${said.code}`]),
    ]
  },
}
