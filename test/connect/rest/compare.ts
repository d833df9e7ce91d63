/** Our answers held against those of Apache Kafka's worker to the same words. */
import fs from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Test } from 'tap'
import { factsOf } from '../facts.ts'
import { type Said, say, steps } from './script.ts'

/** Of steps where Kafka breaks, or answers what is no help: its status, and ours. */
export type Better = Readonly<Record<string, readonly [kafka: number, ours: number]>>

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

/** Connectors that only one of the two ships. */
const notInBoth = /\.mirror\.|^(Sqlite|Http)/

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Without what must differ: docs are ours, a stack is of its program, Java's regular expressions say why. */
function plain(value: unknown, name = ''): unknown {
  if (Array.isArray(value))
    return value
      .filter(each => !(isObject(each) && notInBoth.test(String(each['class']))))
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

const SETTLE_MS = 10_000
const sorted = (body: unknown) => (Array.isArray(body) && typeof body[0] === 'string' ? [...body].sort() : body)

/** @param dir of the worker's files @param url of its REST */
export async function compare(t: Test, facts: string, better: Better, dir: string, url: string): Promise<void> {
  fs.mkdirSync(dir)
  fs.writeFileSync(path.join(dir, 'in.txt'), 'one\ntwo\nthree\n')
  const rows = new Map(factsOf<Said & { name: string }>(facts).map(fact => [fact.name, fact]))
  for (const step of steps(dir)) {
    const fact = rows.get(step.name)!
    const [kafka, ours] = better[step.name] ?? [fact.status, fact.status]
    const ask = async () => JSON.parse(JSON.stringify(await say(url, step, dir)).replaceAll(dir, '$DIR')) as Said
    const deadline = Date.now() + SETTLE_MS
    let said = await ask()
    const isSame = () => said.status === ours && isDeepStrictEqual(plain(sorted(said.body)), plain(sorted(fact.body)))
    // What workers of a group say of one another is known a moment later.
    while (
      step.method === 'GET' &&
      !better[step.name] &&
      !others.has(step.name) &&
      !isSame() &&
      Date.now() < deadline
    ) {
      await new Promise(resolve => setTimeout(resolve, 50))
      said = await ask()
    }
    t.equal(fact.status, kafka, `${step.name}: what Kafka said`)
    t.equal(said.status, ours, `${step.name}: status`)
    if (better[step.name] || ownWords.has(step.name)) {
      if (said.status >= 400) t.match(said.body, { error_code: said.status, message: /\w/ }, `${step.name}: message`)
      continue
    }
    if (fact.location) t.equal(said.location, fact.location.replace(/^http:\/\/[^/]+/, url), step.name)
    if (!others.has(step.name)) t.same(plain(sorted(said.body)), plain(sorted(fact.body)), step.name)
  }
}
