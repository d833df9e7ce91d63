/** Times in text: what Go 1.24 and the C library, by Python's time.strftime, make of the same moments in UTC. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { goTime, strftime } from '../../../src/cli/records/time-texts.ts'

const facts = JSON.parse(
  fs.readFileSync(path.resolve(import.meta.dirname, '../../../fixtures/cli/time-texts.json'), 'utf8'),
) as {
  times: number[]
  go: { layout: string; texts: string[] }[]
  strftimeTimes: number[]
  strftime: { letter: string; texts: string[] }[]
}

t.test("Go's layouts", async t => {
  t.ok(facts.go.length > 25)
  for (const { layout, texts } of facts.go)
    t.same(
      facts.times.map(time => goTime(layout, time)),
      texts,
      layout,
    )
})

t.test('the letters of strftime, at the seams of years too', async t => {
  t.ok(facts.strftime.length > 35)
  for (const { letter, texts } of facts.strftime)
    t.same(
      facts.strftimeTimes.map(time => strftime(`%${letter}`, time)),
      texts,
      letter,
    )
  t.equal(strftime('%Q 100%% %%Y %L', 42), '%Q 100% %Y 042', 'what is no letter stays; milliseconds are ours')
})
