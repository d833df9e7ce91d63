/** Every play of `fixtures/scenarios` goes as it is written. `GOLDEN=1` writes down how it goes now: `npm run golden`. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { perform } from './scenarios/play.ts'

const folder = path.resolve(import.meta.dirname, '../fixtures/scenarios')
const golden = process.env['GOLDEN'] === '1'
/** `PLAY=static npx tap test/scenarios.test.ts`: those with this in their name. */
const chosen = process.env['PLAY'] ?? ''

for (const name of fs.readdirSync(folder).filter(name => name.includes(chosen)))
  t.test(name, async t => {
    const file = path.join(folder, name)
    const text = fs.readFileSync(file, 'utf8')
    const played = await perform(text)
    if (played.failure !== undefined) t.comment(played.text)
    t.equal(played.failure, undefined, 'every command could be played')
    if (golden && played.failure === undefined) fs.writeFileSync(file, played.text)
    t.equal(golden ? played.text : text, played.text)
  })
