/** Programs that the READMEs show, taken out of them. */
import fs from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

/** The one that tests with a broker inside. */
export function embeddedExample(readme: string): string {
  const text = fs.readFileSync(path.join(root, readme), 'utf8')
  const programs = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, program]) => program!)
  const found = programs.filter(program => program.includes(`from 'node:test'`))
  if (found.length !== 1) throw new Error(`${readme} shows ${found.length} tests with node:test; one is expected`)
  return found[0]!
}
