/**
 * The grammar of src/protocol/definitions (its README describes it), into values. Errors name the file and the line.
 * Whether what was written makes sense is `check.ts`.
 */
import { hull, NONE, type Range } from './versions.ts'
import { isStruct } from './wires.ts'

export interface Field {
  name: string
  /** Wire type, or the name of a struct. */
  type: string
  array: boolean
  versions: Range
  /** Whether its versions were written, rather than those of the struct it stands in. */
  ranged: boolean
  /** Whether it may be dropped, with its value, in a version that lacks it. Others are refused there: they change what is meant. */
  ignorable: boolean
  nullable: Range
  /** Tagged in all its versions: no message of Kafka has a field that is tagged in some. */
  tag: number | undefined
  /** As written after `=`; undefined when there is none. */
  default: string | undefined
  /** A field whose flexible versions are not its message's (RequestHeader.clientId). */
  flexible: Range | undefined
  comment: string
  line: number
}

export interface Struct {
  name: string
  /** Those in which it is used, by any field. */
  versions: Range
  fields: Field[]
}

export interface MessageDefinition extends Struct {
  apiKey: number | undefined
  flexible: Range
  /** In the order in which they are first named. */
  structs: Struct[]
  comment: string
  line: number
}

export interface ApiDefinition {
  key: number
  name: string
  listeners: string[]
  /** The lowest version that ApiVersions shows, where it is not the lowest that is served. */
  advertisedMin: number | undefined
  /** The first version that is not released: there is a codec for it, and nobody may use it. */
  unstable: number | undefined
  comment: string
}

export interface Definition {
  file: string
  api: ApiDefinition | undefined
  messages: MessageDefinition[]
}

type Fail = (why: string) => never

export function parse(file: string, text: string): Definition {
  const definition: Definition = { file, api: undefined, messages: [] }
  let message: MessageDefinition | undefined
  /** Fields by indentation: where a line of that depth belongs. */
  let scopes: Field[][] = []
  let comments: string[] = []
  for (const [i, line] of text.split('\n').entries()) {
    const fail: Fail = why => {
      throw new Error(`${file}:${i + 1}: ${why}: ${line.trim()}`)
    }
    const [, indent = '', code = '', comment] = /^( *)(.*?)(?:(?:(?<=^ *)|\s+)#\s?(.*))?$/.exec(line)!
    if (comment !== undefined) comments.push(comment)
    if (code === '') {
      if (comment === undefined) comments = []
      continue
    }
    const words = code.split(/\s+/)
    const about = comments.join('\n')
    comments = []
    if (indent === '') {
      if (words[0] === 'api') definition.api = { ...parseApi(words, fail), comment: about }
      else if (words[0] === 'message') {
        message = { ...parseMessage(words, fail), comment: about, line: i + 1 }
        definition.messages.push(message)
        scopes = [message.fields]
      } else fail('expected: api or message')
      continue
    }
    const depth = indent.length / 2
    if (!message) fail('expected: message NAME VERSIONS, before its fields')
    const scope = scopes[depth - 1] ?? fail('expected two spaces more than the line above, or fewer')
    const field = { ...parseField(words, message.versions, fail), comment: about, line: i + 1 }
    scope.push(field)
    scopes.length = depth
    if (isStruct(field.type) && !message.structs.some(({ name }) => name === field.type)) {
      const struct: Struct = { name: field.type, versions: NONE, fields: [] }
      message.structs.push(struct)
      scopes.push(struct.fields)
    }
  }
  for (const message of definition.messages) {
    grow(message, message)
    for (const struct of [message, ...message.structs]) settle(struct)
  }
  return definition
}

/**
 * What a field did not say, it has of the struct that it stands in. A struct lives in all versions of all fields that are of
 * its type: one that is named twice may grow when it is met again.
 */
function grow(message: MessageDefinition, { fields, versions }: Struct): void {
  for (const field of fields) {
    const struct = message.structs.find(({ name }) => name === field.type)
    if (!struct) continue
    struct.versions = hull(struct.versions, field.ranged ? field.versions : versions)
    grow(message, struct)
  }
}

function settle({ fields, versions }: Struct): void {
  for (const field of fields) {
    if (!field.ranged) field.versions = versions
    if (field.nullable === WHOLE) field.nullable = field.versions
  }
}

/** In all versions of the field, which are not known before all lines are read. */
const WHOLE: Range = { min: 0, max: Number.POSITIVE_INFINITY }

function parseApi(words: string[], fail: Fail): Omit<ApiDefinition, 'comment'> {
  const [, key, name, listeners, ...rest] = words
  if (!key || !name || !listeners) return fail('expected: api KEY NAME LISTENERS [advertised MIN] [unstable VERSION]')
  const options = pairs(rest, ['advertised', 'unstable'], fail)
  return {
    key: parseNumber(key, fail),
    name,
    listeners: listeners.split(',').filter(listener => listener !== 'none'),
    advertisedMin: numberOf(options, 'advertised', fail),
    unstable: numberOf(options, 'unstable', fail),
  }
}

function parseMessage(words: string[], fail: Fail): Omit<MessageDefinition, 'comment' | 'line'> {
  const [, name, versions, ...rest] = words
  if (!name || !versions) return fail('expected: message NAME VERSIONS [flexible VERSIONS] [key N]')
  const range = parseRange(versions, { min: 0, max: Number.MAX_SAFE_INTEGER }, fail)
  const options = pairs(rest, ['flexible', 'key'], fail)
  return {
    name,
    apiKey: numberOf(options, 'key', fail),
    versions: range,
    flexible: options.has('flexible') ? parseRange(options.get('flexible')!, range, fail) : NONE,
    fields: [],
    structs: [],
  }
}

/** `name: [Type]? 3+ ignorable nullable 4+ flexible none tag 0 = default`, of which only name and type must be there. */
function parseField(words: string[], versions: Range, fail: Fail): Omit<Field, 'comment' | 'line'> {
  const [head, typed, ...rest] = words
  if (!head?.endsWith(':') || !typed)
    return fail('expected: name: type [VERSIONS [ignorable]] [nullable VERSIONS] [tag N] [= DEFAULT]')
  const shape =
    /^(?:\[([A-Za-z]\w*)\]|([A-Za-z]\w*))(\?)?$/.exec(typed) ??
    fail(`"${typed}" is no type: expected type, type?, [type] or [type]?`)
  const ranged = /^\d/.test(rest[0] ?? '')
  const own = ranged ? parseRange(rest.shift()!, versions, fail) : NONE
  const ignorable = rest[0] === 'ignorable'
  if (ignorable) rest.shift()
  const options = pairs(rest, ['nullable', 'flexible', 'tag', '='], fail)
  const flexible = options.get('flexible')
  return {
    name: head.slice(0, -1),
    type: (shape[1] ?? shape[2])!,
    array: shape[1] !== undefined,
    versions: own,
    ranged,
    ignorable,
    nullable: shape[3] ? WHOLE : options.has('nullable') ? parseRange(options.get('nullable')!, versions, fail) : NONE,
    tag: numberOf(options, 'tag', fail),
    default: options.get('='),
    flexible: flexible === undefined ? undefined : flexible === 'none' ? NONE : parseRange(flexible, versions, fail),
  }
}

/** `3`, `3-7` or `3+`, cut to the versions there are. */
function parseRange(text: string, valid: Range, fail: Fail): Range {
  const match = /^(\d+)(?:(\+)|-(\d+))?$/.exec(text) ?? fail(`"${text}" is no range of versions: expected 3, 3-7 or 3+`)
  const min = Number(match[1])
  const max = match[2] ? valid.max : match[3] ? Number(match[3]) : min
  return { min: Math.max(min, valid.min), max: Math.min(max, valid.max) }
}

function parseNumber(text: string, fail: Fail): number {
  return /^\d+$/.test(text) ? Number(text) : fail(`"${text}" is no number: expected digits`)
}

const numberOf = (options: Map<string, string>, name: string, fail: Fail) =>
  options.has(name) ? parseNumber(options.get(name)!, fail) : undefined

function pairs(words: string[], known: string[], fail: Fail): Map<string, string> {
  const map = new Map<string, string>()
  for (let i = 0; i < words.length; i += 2) {
    const [word, value] = [words[i]!, words[i + 1]]
    if (!known.includes(word)) fail(`"${word}" is none of ${known.join(', ')}`)
    if (value === undefined) fail(`"${word}" needs a value`)
    if (map.has(word)) fail(`"${word}" was said twice`)
    map.set(word, value!)
  }
  return map
}
