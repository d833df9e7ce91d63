/** The same words to our worker as to Apache Kafka's, and the answers held against each other. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { factsOf } from '../facts.ts'
import { startWorker, world } from '../kit.ts'
import { type Said, say, steps } from './script.ts'

/** Where Kafka breaks, or answers what is no help, so do we not: its status, and ours. */
const better: Readonly<Record<string, readonly [kafka: number, ours: number]>> = {
  // InsertField$Value: Kafka knows the last part of a connector's name only.
  'config of a transform': [404, 200],
  'validate: no class': [500, 400],
  'validate: unknown plugin': [500, 400],
  // "Ambiguous URI path separator", of its web server.
  'worse name': [400, 404],
  'stop nothing': [500, 404],
  'restart nothing': [500, 404],
}
/** The same status; the words are Jackson's or Java's. */
const ownWords = new Set([
  'create: no JSON',
  'create: a list',
  'create: nothing',
  'create: no config',
  'create: unknown field',
  'create: unknown class',
  'create: wrong initial state',
  'put: not an object',
  'put: nested',
])
/** What is there depends on the machine and the program. */
const others = new Set(['loggers', 'logger', 'set logger', 'options'])

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Without what must differ: docs are ours, a stack is of its program, Java's regular expressions say why. */
function plain(value: unknown, name = ''): unknown {
  if (Array.isArray(value))
    return value
      .filter(each => !(isObject(each) && String(each['class']).includes('.mirror.')))
      .map(each => plain(each, name))
  if (!isObject(value)) return typeof value === 'string' ? value.replace(/(Invalid regex)[\s\S]*/, '$1') : value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      ['documentation', 'trace', 'worker_id', 'commit', 'kafka_cluster_id', 'last_modified'].includes(key)
        ? key
        : plain(each, key),
    ]),
  )
}

t.test('a standalone worker says what Apache Kafka says', async t => {
  const place = await world(t)
  const dir = path.join(place.dir, 'files')
  fs.mkdirSync(dir)
  fs.writeFileSync(path.join(dir, 'in.txt'), 'one\ntwo\nthree\n')
  const worker = await startWorker(t, place)
  const facts = new Map(factsOf<Said & { name: string }>('rest-standalone').map(fact => [fact.name, fact]))
  for (const step of steps(dir)) {
    const fact = facts.get(step.name)!
    const said = JSON.parse(JSON.stringify(await say(worker.url, step, dir)).replaceAll(dir, '$DIR')) as Said
    const [kafka, ours] = better[step.name] ?? [fact.status, fact.status]
    t.equal(fact.status, kafka, `${step.name}: what Kafka said`)
    t.equal(said.status, ours, `${step.name}: status`)
    if (better[step.name] || ownWords.has(step.name)) {
      if (said.status >= 400) t.match(said.body, { error_code: said.status, message: /\w/ }, `${step.name}: message`)
      continue
    }
    if (fact.location) t.equal(said.location, fact.location.replace(/^http:\/\/[^/]+/, worker.url), step.name)
    if (!others.has(step.name)) t.same(plain(said.body), plain(fact.body), step.name)
  }
})
