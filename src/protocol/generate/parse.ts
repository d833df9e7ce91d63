/** The grammar of src/protocol/definitions (its README describes it), into values. Errors name the file and the line. */
export interface Range {
  min: number
  max: number
}

export interface Field {
  name: string
  /** Wire type or name of a struct; `items` says whether it is an array of it. */
  type: string
  array: boolean
  versions: Range
  nullable: Range | undefined
  tag: number | undefined
  tagged: Range | undefined
  /** As written after `=`; undefined when there is none. */
  default: string | undefined
  /** A field whose flexible versions are not its message's (RequestHeader.clientId). */
  flexible: Range | undefined
}

export interface Struct {
  name: string
  fields: Field[]
}

export interface MessageDefinition {
  name: string
  apiKey: number | undefined
  versions: Range
  flexible: Range
  fields: Field[]
  /** In the order in which they are first named. */
  structs: Struct[]
}

export interface Definition {
  comment: string
  api: { key: number; name: string; listeners: string[]; advertisedMin: number | undefined } | undefined
  messages: MessageDefinition[]
}

const NONE: Range = { min: 0, max: -1 }
export const isEmpty = ({ min, max }: Range) => max < min

export function parse(file: string, text: string): Definition {
  const definition: Definition = { comment: '', api: undefined, messages: [] }
  let message: MessageDefinition | undefined
  /** Field lists by indentation: where a line of that depth belongs. */
  let lists: Field[][] = []
  let lastStruct: Struct | undefined
  text.split('\n').forEach((line, i) => {
    const fail = (why: string): never => {
      throw new Error(`${file}:${i + 1}: ${why}: ${line.trim()}`)
    }
    const comment = /^\s*#\s?(.*)$/.exec(line)
    if (comment) {
      if (!message && !definition.api) definition.comment += `${definition.comment ? '\n' : ''}${comment[1]}`
      return
    }
    const code = line.replace(/\s+#.*$/, '').trimEnd()
    if (code === '') return
    const depth = /^ */.exec(code)![0].length / 2
    const words = code.trim().split(/\s+/)
    if (depth === 0) {
      if (words[0] === 'api') definition.api = parseApi(words, fail)
      else if (words[0] === 'message') {
        message = parseMessage(words, fail)
        definition.messages.push(message)
        lists = [message.fields]
      } else if (words[0] === 'struct' && message) {
        const struct = { name: words[1] ?? fail('a struct needs a name'), fields: [] }
        message.structs.push(struct)
        lists = [struct.fields]
      } else fail('expected api, message or struct')
      return
    }
    const list = lists[depth - 1] ?? fail('indented too far')
    const field = parseField(words, message!.versions, fail)
    list.push(field)
    lists.length = depth
    if (/^[A-Z]/.test(field.type) && !message!.structs.some(({ name }) => name === field.type)) {
      lastStruct = { name: field.type, fields: [] }
      message!.structs.push(lastStruct)
      lists.push(lastStruct.fields)
    }
  })
  for (const { structs, name } of definition.messages)
    for (const struct of structs)
      if (struct.fields.length === 0) throw new Error(`${file}: struct ${struct.name} of ${name} has no fields`)
  return definition
}

type Fail = (why: string) => never

function parseApi(words: string[], fail: Fail): NonNullable<Definition['api']> {
  const [, key, name, listeners, , advertised] = words
  if (!key || !name || !listeners) return fail('expected: api KEY NAME LISTENERS [advertised MIN]')
  return {
    key: Number(key),
    name,
    listeners: listeners.split(','),
    advertisedMin: advertised === undefined ? undefined : Number(advertised),
  }
}

function parseMessage(words: string[], fail: Fail): MessageDefinition {
  const [, name, versions, ...rest] = words
  if (!name || !versions) return fail('expected: message NAME VERSIONS [flexible VERSIONS] [key N]')
  const range = parseRange(versions, { min: 0, max: Number.MAX_SAFE_INTEGER }, fail)
  const options = pairs(rest)
  return {
    name,
    apiKey: options.has('key') ? Number(options.get('key')) : undefined,
    versions: range,
    flexible: options.has('flexible') ? parseRange(options.get('flexible')!, range, fail) : NONE,
    fields: [],
    structs: [],
  }
}

/** `name: [type]? 3+ nullable 4+ tag 0 5+ = default` */
function parseField(words: string[], versions: Range, fail: Fail): Field {
  const [head, typed, ...rest] = words
  if (!head?.endsWith(':') || !typed) return fail('expected: name: type ...')
  const shape = /^(\[)?([A-Za-z][A-Za-z0-9]*)(\])?(\?)?$/.exec(typed) ?? fail('not a type')
  const own = rest[0] && /^\d+(\+|-\d+)?$/.test(rest[0]) ? parseRange(rest.shift()!, versions, fail) : versions
  const field: Field = {
    name: head.slice(0, -1),
    type: shape[2]!,
    array: shape[1] === '[',
    versions: own,
    nullable: shape[4] ? own : undefined,
    tag: undefined,
    tagged: undefined,
    default: undefined,
    flexible: undefined,
  }
  while (rest.length > 0) {
    const word = rest.shift()
    if (word === 'nullable') field.nullable = parseRange(rest.shift()!, versions, fail)
    else if (word === 'flexible') field.flexible = parseFlexible(rest.shift()!, versions, fail)
    else if (word === 'tag') {
      field.tag = Number(rest.shift())
      field.tagged = parseRange(rest.shift()!, versions, fail)
    } else if (word === '=') field.default = rest.shift() ?? ''
    else fail(`unknown word "${word}"`)
  }
  return field
}

const parseFlexible = (text: string, within: Range, fail: Fail) =>
  text === 'none' ? NONE : parseRange(text, within, fail)

function parseRange(text: string, within: Range, fail: Fail): Range {
  const match = /^(\d+)(?:(\+)|-(\d+))?$/.exec(text) ?? fail(`not a range of versions: "${text}"`)
  const min = Number(match[1])
  const max = match[2] ? within.max : match[3] ? Number(match[3]) : min
  return { min: Math.max(min, within.min), max: Math.min(max, within.max) }
}

function pairs(words: string[]): Map<string, string> {
  const map = new Map<string, string>()
  for (let i = 0; i < words.length; i += 2) map.set(words[i]!, words[i + 1]!)
  return map
}
