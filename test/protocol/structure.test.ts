/**
 * The definitions beside what Kafka 4.3.1 says of itself: every message, version, field, type, null, tag and default.
 * `fixtures/protocol` was taken by program from the released jars. Bytes alone would not do: a wrong default, or a range of
 * versions too wide, may never show in an example.
 */
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import t from 'tap'
import { errorCodes } from '../../src/protocol/errors.ts'
import { readDefinitions } from '../../src/protocol/generate/generate.ts'
import type { Field, MessageDefinition } from '../../src/protocol/generate/parse.ts'
import { isEmpty, NONE, type Range } from '../../src/protocol/generate/versions.ts'
import { apis } from '../../src/protocol/generated/apis/index.ts'

interface TheirField {
  name: string
  type: string
  /** Absent where a field is in those versions in which it is tagged. */
  versions?: string
  nullableVersions?: string
  taggedVersions?: string
  flexibleVersions?: string
  tag?: number
  default?: string | null
  ignorable?: boolean | string
  fields?: TheirField[]
}
interface TheirMessage {
  name: string
  type: string
  apiKey?: number
  validVersions: string
  flexibleVersions: string
  fields: TheirField[]
  commonStructs?: { name: string; fields: TheirField[] }[]
}
interface TheirApi {
  key: number
  name: string
  min: number
  max: number
  listeners: ('broker' | 'controller')[]
  flexibleFrom?: number
  advertised?: Record<string, string>
}

const root = path.resolve(import.meta.dirname, '../..')
const fixture = (name: string) =>
  JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(root, `fixtures/protocol/${name}.json.gz`))).toString())

const definitions = readDefinitions(path.join(root, 'src/protocol/definitions'))
const ours = new Map(
  [...definitions.values()].flatMap(({ messages }) => messages.map(message => [message.name, message])),
)
/** Without those that have no version left, and Streams' own assignment data, which no broker reads. */
const theirs = (fixture('messages') as TheirMessage[]).filter(
  ({ name, validVersions }) => validVersions !== 'none' && name !== 'SubscriptionInfoData',
)

t.test('every message of Kafka is here, and no other', async t => {
  t.strictSame([...ours.keys()].sort(), theirs.map(({ name }) => name).sort())
})

t.test('versions, flexible versions and keys of every message', async t => {
  const differences = new Differences()
  for (const message of theirs) {
    const { name, type, apiKey } = message
    const own = ours.get(name)!
    const valid = range(message.validVersions, EVERY)
    differences.note(`${name}: valid versions`, text(own.versions), text(valid))
    differences.note(`${name}: flexible`, text(own.flexible), text(range(message.flexibleVersions, valid)))
    if (!['request', 'response'].includes(type)) differences.note(`${name}: key`, own.apiKey, apiKey)
  }
  t.strictSame(differences.found, [])
})

t.test('every field of every message, in its order', async t => {
  const differences = new Differences()
  let count = 0
  for (const message of theirs) {
    const own = ours.get(message.name)!
    count += compare(differences, message, message.fields, own, own.fields, own.versions, message.name)
  }
  t.strictSame(differences.found, [])
  t.ok(count > 1900, `${count} fields were compared`)
})

/** Thousands of comparisons, of which only what differs is worth a line. */
class Differences {
  readonly found: string[] = []

  note(what: string, own: unknown, their: unknown): void {
    if (own !== their) this.found.push(`${what} is ${own} here, ${their} there`)
  }
}

/** @returns how many fields were compared, those of structs in them included */
function compare(
  differences: Differences,
  message: TheirMessage,
  expected: TheirField[],
  own: MessageDefinition,
  fields: Field[],
  valid: Range,
  at: string,
): number {
  // Some of Kafka's fields are in no version that is still valid.
  const alive = expected.filter(their => !isEmpty(versionsOf(their, valid)))
  const names = (named: { name: string }[]) => named.map(({ name }) => name.toLowerCase()).join(' ')
  differences.note(`${at}: fields`, names(fields), names(alive))
  let count = 0
  for (const [i, field] of fields.entries()) {
    const their = alive[i]
    if (!their) break
    const where = `${at}.${field.name}`
    const versions = versionsOf(their, valid)
    const base = their.type.replace(/^\[\]/, '')
    const inner = their.fields ?? message.commonStructs?.find(({ name }) => name === base)?.fields
    const note = (what: string, own: unknown, their: unknown) => differences.note(`${where}: ${what}`, own, their)
    note('versions', text(within(field.versions, valid)), text(versions))
    note('array', field.array, their.type.startsWith('[]'))
    if (!inner) note('type', wireType(field.type), base)
    note('nullable', text(within(field.nullable, versions)), text(range(their.nullableVersions, versions)))
    note('tag', field.tag, their.tag)
    if (their.tag !== undefined) note('tagged', text(versions), text(range(their.taggedVersions, valid)))
    const flexible = their.flexibleVersions && text(range(their.flexibleVersions, valid))
    note('flexible versions of its own', field.flexible && text(field.flexible), flexible)
    // Where every version has it, there is nothing to ignore.
    if (text(versions) !== text(valid)) note('ignorable', field.ignorable, their.ignorable === true)
    note('default', value(field.default, field), value(their.default ?? undefined, field))
    count++
    if (!inner) continue
    // A struct is described where it is first named; the versions of its fields are compared wherever it is used.
    const struct = own.structs.find(({ name }) => name === field.type)
    note('struct', struct !== undefined, true)
    if (struct) count += compare(differences, message, inner, own, struct.fields, versions, where)
  }
  return count
}

const EVERY: Range = { min: 0, max: Number.MAX_SAFE_INTEGER }

const versionsOf = (their: TheirField, valid: Range) => range(their.versions ?? their.taggedVersions, valid)

const within = (a: Range, b: Range): Range => ({ min: Math.max(a.min, b.min), max: Math.min(a.max, b.max) })

/** `3+`, `0-12`, `4`, `none` and absent, cut to those that exist. */
function range(versions: string | undefined, valid: Range): Range {
  const match = /^(\d+)(\+|-(\d+))?$/.exec(versions ?? '')
  if (!match) return NONE
  const min = Number(match[1])
  return within({ min, max: match[3] ? Number(match[3]) : match[2] ? valid.max : min }, valid)
}

/** Two empty ranges are the same. */
const text = (range: Range) => (isEmpty(range) ? 'none' : `${range.min}-${range.max}`)

/** Our flavours say what a number means; the wire has the plain type. */
function wireType(type: string): string {
  const flavours: Record<string, string> = {
    offset: 'int64',
    timestamp: 'int64',
    producerId: 'int64',
    leaderEpoch: 'int32',
    hash: 'int64',
  }
  return flavours[type] ?? type
}

/** Defaults as values, for 0x7fffffff is 2147483647, and no default is the type's zero. */
function value(given: string | undefined, { type, array }: Field): string | number | boolean | null {
  if (given === 'null') return null
  if (array || /^[A-Z]/.test(type)) return 'empty'
  if (['string', 'bytes', 'records'].includes(type)) return given === '""' ? '' : (given ?? '')
  if (type === 'uuid') return given === 'zero' ? '' : (given ?? '')
  if (type === 'bool') return given === 'true'
  return given === undefined || given === '' ? 0 : Number(given)
}

t.test('every API: key, listeners, versions, and what ApiVersions says of it', async t => {
  const rows = (fixture('apis').apis as TheirApi[]).filter(({ max }) => max >= 0)
  t.strictSame(
    apis.map(({ key }) => key),
    rows.map(({ key }) => key),
  )
  for (const [i, api] of apis.entries()) {
    const row = rows[i]!
    const { key, name, min, max, listeners } = row
    t.match({ ...api, listeners: [...api.listeners] }, { key, name, min, max, listeners }, name)
    t.equal(api.flexibleFrom, row.flexibleFrom ?? Number.POSITIVE_INFINITY, `${name}: flexible from`)
    for (const [listener, versions] of Object.entries(row.advertised ?? {}))
      t.equal(`${api.advertisedMin}-${api.max}`, versions, `${name} on ${listener}`)
  }
})

t.test('every error code: its name, and whether to try again', async t => {
  const rows = fixture('errors') as { code: number; name: string; retriable: boolean; refreshMetadata: boolean }[]
  t.strictSame(
    Object.entries(errorCodes).map(([name, row]) => ({
      code: row.code,
      name,
      retriable: 'retriable' in row,
      refreshMetadata: 'refreshMetadata' in row,
    })),
    rows.map(({ code, name, retriable, refreshMetadata }) => ({ code, name, retriable, refreshMetadata })),
  )
})
