/**
 * Whether a definition makes sense, before code is made of it. Half of these are Kafka's own rules for its messages (tags
 * contiguous, open-ended, all or none nullable); the other half keep the definitions short and the generated code valid.
 */
import path from 'node:path'
import type { Definition, Field, MessageDefinition, Struct } from './parse.ts'
import { covers, isEmpty, type Range } from './versions.ts'
import { isStruct, wires } from './wires.ts'

/** Names that the generated functions use for themselves, and `default`, which is no name. */
const RESERVED = new Set([
  'r',
  'w',
  'v',
  'ver',
  'tag',
  'outer',
  'left',
  'inner',
  'unknownTags',
  'default',
  'class',
  'enum',
])
/** What a bug in a definition would have to be larger than: Kafka's tags go to 8. */
const TAG_MAX = 100

/** @returns what is wrong, each with file and line; empty when nothing is */
export function check(definition: Definition): string[] {
  const { file, api, messages } = definition
  const problems: string[] = []
  const say = (line: number, what: string) => problems.push(`${file}:${line}: ${what}`)
  if (messages.length === 0) say(1, 'no message')
  if (api) checkApi(definition, say)
  else for (const message of messages) checkKey(file, message, say)
  for (const message of messages) {
    const { name, versions, flexible, line } = message
    if (isEmpty(versions)) say(line, `${name} has no versions`)
    if (!isEmpty(flexible) && flexible.max !== versions.max)
      say(line, `${name} is flexible up to version ${flexible.max}: once flexible, always flexible`)
    for (const struct of [message, ...message.structs]) checkStruct(message, struct, say)
  }
  return problems
}

type Say = (line: number, what: string) => void
const text = (range: Range) =>
  isEmpty(range) ? 'none' : range.min === range.max ? `${range.min}` : `${range.min}-${range.max}`

function checkApi({ file, api, messages }: Definition, say: Say): void {
  const { key, name, advertisedMin, unstable, listeners } = api!
  if (path.basename(file) !== fileName(key, name)) say(1, `this file should be called ${fileName(key, name)}`)
  const [request, response] = messages
  if (messages.length !== 2 || request!.name !== `${name}Request` || response!.name !== `${name}Response`)
    return say(1, `an API has two messages, ${name}Request and ${name}Response`)
  for (const listener of listeners)
    if (!['broker', 'controller'].includes(listener)) say(1, `"${listener}" is no listener: broker, controller, none`)
  const { versions, flexible } = request!
  if (text(response!.versions) !== text(versions) || response!.flexible.min !== flexible.min)
    say(response!.line, `${name}Response has other versions than ${name}Request, which are ${text(versions)}`)
  if (advertisedMin !== undefined && advertisedMin >= versions.min)
    say(1, `advertised ${advertisedMin} is not below ${versions.min}: leave it out`)
  if (unstable !== undefined && (unstable <= versions.min || unstable > versions.max))
    say(1, `unstable ${unstable} is not one of ${text(versions)}`)
}

function checkKey(file: string, { name, apiKey, line }: MessageDefinition, say: Say): void {
  const number = /^(\d+)-/.exec(path.basename(file))?.[1]
  if ((number === undefined ? undefined : Number(number)) !== apiKey)
    say(line, `${name} has key ${apiKey ?? 'none'}, which is not the number of its file`)
}

function checkStruct(message: MessageDefinition, struct: Struct, say: Say): void {
  const { fields, name } = struct
  if (struct !== message && fields.length === 0)
    say(message.line, `${name} has no fields: describe it where it is first named`)
  const names = new Set<string>()
  for (const field of fields) {
    if (names.has(field.name)) say(field.line, `${field.name} is there twice`)
    names.add(field.name)
    checkField(message, struct, field, say)
  }
  // With no gap between them, all tags that we do not know come after those we know: writers rely on it.
  const tags = fields.flatMap(({ tag }) => (tag === undefined ? [] : [tag])).sort((a, b) => a - b)
  for (const [i, tag] of tags.entries())
    if (tag !== i) return say(fields.find(field => field.tag === tag)!.line, `tag ${tag} where ${i} is next`)
}

function checkField(message: MessageDefinition, struct: Struct, field: Field, say: Say): void {
  const { name, type, array, versions, nullable, tag, flexible, line } = field
  const wire = wires[type]
  const textual = !array && (wire?.sized ?? false)
  if (!/^[a-z]\w*$/.test(name) || RESERVED.has(name))
    say(line, `"${name}" cannot be the name of a field: a small letter first, and none of ${[...RESERVED].join(', ')}`)
  if (!isStruct(type) && !wire) return say(line, `"${type}" is no type: ${Object.keys(wires).join(', ')}, or a Struct`)
  if (isEmpty(versions)) say(line, `${name} is in no version of ${message.name}`)
  else if (field.ranged && covers(versions, struct.versions))
    say(
      line,
      `${name} is in every version of ${struct.name}, which are ${text(struct.versions)}: leave ${text(versions)} out`,
    )
  if (field.ignorable && !field.ranged) say(line, `${name} is in every version of ${struct.name}: none can ignore it`)
  if (!isEmpty(nullable) && !array && !textual && !isStruct(type)) say(line, `${name} is ${type}: it cannot be null`)
  if (!isEmpty(nullable) && !covers(versions, nullable))
    say(line, `${name} is nullable in versions that lack it: ${text(versions)} have it`)
  if (flexible && !textual) say(line, `${name} is ${type}: only strings and bytes can differ from their message`)
  if (tag !== undefined) {
    if (tag > TAG_MAX) say(line, `${tag} is no tag: 0 to ${TAG_MAX}`)
    if (!covers(message.flexible, versions))
      say(line, `${name} is tagged in versions that are not flexible: ${text(message.flexible)} are`)
    if (versions.max !== message.versions.max) say(line, `${name} is tagged up to ${versions.max}: a tag is for ever`)
    if (!isEmpty(nullable) && !covers(nullable, versions))
      say(line, `${name}: all versions of a tag are nullable, or none`)
  }
  checkDefault(field, say)
}

function checkDefault({ name, type, array, nullable, versions, default: given, line }: Field, say: Say): void {
  if (given === undefined) return
  if (given === 'null') {
    if (isEmpty(nullable) || !covers(nullable, versions))
      say(line, `${name} cannot be null by default: it is not nullable`)
    return
  }
  const [fits, possible] = defaults(array || isStruct(type) ? 'array or struct' : type)
  if (!fits(given)) say(line, `${name} cannot be ${given} by default: ${possible}`)
}

type Fits = (given: string) => boolean

/** Whether a default is possible for a type, and which are. */
function defaults(type: string): [Fits, possible: string] {
  const bounds = wires[type]?.bounds
  if (bounds) {
    const [min, max] = bounds
    const fits: Fits = given => /^-?\d+$|^0x[\da-f]+$/.test(given) && BigInt(given) >= min && BigInt(given) <= max
    return [fits, `${min} to ${max}`]
  }
  if (type === 'bool') return [given => given === 'true' || given === 'false', 'true or false']
  if (type === 'string')
    return [given => given === '""' || /^[\w.-]+$/.test(given), '"", or letters, digits, . _ and -']
  if (type === 'uuid') return [given => given === 'zero', 'zero']
  return [() => false, 'null, where it may be, or nothing']
}

/** `00-produce` from 0 and Produce. */
export const fileName = (key: number, name: string) =>
  `${String(key).padStart(2, '0')}-${name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()}`
