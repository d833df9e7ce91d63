/**
 * Definitions into TypeScript: for each message a type as read, a type to write, and two straight-line functions. No
 * reflection and no closures at run time: what a version has is an `if`.
 */
import { type Definition, type Field, isEmpty, type MessageDefinition, type Range, type Struct } from './parse.ts'

interface Wire {
  /** TypeScript type. */
  ts: string
  read: (flex: string) => string
  write: (value: string, flex: string) => string
  zero: string
  /** Fewest bytes on the wire. */
  size: number
}

const fixed = (method: string, ts: string, zero: string, size: number): Wire => ({
  ts,
  read: () => `r.${method}()`,
  write: value => `w.${method}(${value})`,
  zero,
  size,
})
const sized = (method: string, ts: string, zero: string): Wire => ({
  ts,
  read: flex => `r.${method}(${flex})`,
  write: (value, flex) => `w.${method}(${value}, ${flex})`,
  zero,
  size: 1,
})

const wires: Readonly<Record<string, Wire>> = {
  bool: fixed('bool', 'boolean', 'false', 1),
  int8: fixed('int8', 'number', '0', 1),
  int16: fixed('int16', 'number', '0', 2),
  uint16: fixed('uint16', 'number', '0', 2),
  int32: fixed('int32', 'number', '0', 4),
  uint32: fixed('uint32', 'number', '0', 4),
  int64: fixed('int64', 'number', '0', 8),
  float64: fixed('float64', 'number', '0', 8),
  uuid: fixed('uuid', 'Uuid', 'ZERO_UUID', 16),
  offset: fixed('int64', 'Offset', '0', 8),
  timestamp: fixed('int64', 'Timestamp', '0', 8),
  producerId: fixed('int64', 'ProducerId', '0', 8),
  leaderEpoch: fixed('int32', 'LeaderEpoch', '0', 4),
  string: sized('string', 'string', "''"),
  bytes: sized('bytes', 'Buffer', 'EMPTY'),
  records: sized('bytes', 'Buffer', 'EMPTY'),
}
const isStruct = (type: string) => /^[A-Z]/.test(type)
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)
const covers = (outer: Range | undefined, inner: Range) =>
  outer !== undefined && outer.min <= inner.min && outer.max >= inner.max
const touches = (a: Range | undefined, b: Range) => a !== undefined && Math.max(a.min, b.min) <= Math.min(a.max, b.max)

/** A condition on the version, given that it lies within `known`; 'true' and 'false' when it is settled. */
function within(range: Range | undefined, known: Range): string {
  if (!range || isEmpty(range) || !touches(range, known)) return 'false'
  const parts: string[] = []
  if (range.min > known.min) parts.push(`ver >= ${range.min}`)
  if (range.max < known.max) parts.push(`ver <= ${range.max}`)
  return parts.join(' && ') || 'true'
}

export function emit(definition: Definition, depth: number): string {
  const emitters = definition.messages.map(message => new MessageEmitter(message))
  const body = [...emitters.map(emitter => emitter.emit()), definition.api ? emitApi(definition) : ''].join('\n')
  const up = '../'.repeat(depth)
  const types = ['LeaderEpoch', 'Offset', 'ProducerId', 'Timestamp', 'UnknownTag', 'Uuid'].filter(name =>
    new RegExp(`\\b${name}\\b`).test(body),
  )
  const lines = [
    `// Generated from src/protocol/definitions. Change the definition, then: npm run generate`,
    `import type { ${definition.api ? 'Api, ' : ''}Message } from '${up}message.ts'`,
    `import type { Reader } from '${up}reader.ts'`,
    types.length ? `import type { ${types.join(', ')} } from '${up}types.ts'` : '',
    /\bZERO_UUID\b/.test(body) ? `import { ZERO_UUID } from '${up}types.ts'` : '',
    /new Writer/.test(body)
      ? `import { Writer } from '${up}writer.ts'`
      : `import type { Writer } from '${up}writer.ts'`,
    /\bEMPTY\b/.test(body) ? `\nconst EMPTY = Buffer.alloc(0)` : '',
  ]
  return `${lines.filter(Boolean).join('\n')}\n\n${body}`
}

function emitApi({ api, messages, comment }: Definition): string {
  const { key, name, listeners, advertisedMin } = api!
  const [request] = messages
  const { min, max } = request!.versions
  return `/** ${comment.split('\n').join('\n * ')} */
export const ${name}: Api<${name}Request, ${name}RequestInit, ${name}Response, ${name}ResponseInit> = {
  key: ${key},
  name: '${name}',
  min: ${min},
  max: ${max},
  advertisedMin: ${advertisedMin ?? min},
  flexibleFrom: ${isEmpty(request!.flexible) ? 'Number.POSITIVE_INFINITY' : request!.flexible.min},
  listeners: [${listeners
    .filter(listener => listener !== 'none')
    .map(listener => `'${listener}'`)
    .join(', ')}],
  request: ${name}RequestMessage,
  response: ${name}ResponseMessage,
}
`
}

class MessageEmitter {
  readonly message: MessageDefinition
  readonly flex: string

  constructor(message: MessageDefinition) {
    this.message = message
    this.flex = within(message.flexible, message.versions)
  }

  emit(): string {
    const { name, structs, versions, flexible, apiKey } = this.message
    const all: Struct[] = [...structs, { name, fields: this.message.fields }]
    // A message named like its own record gets a value of the same name as its type.
    const value = /(Request|Response)$/.test(name) ? `${name}Message` : name
    return [
      ...all.map(struct => this.#types(struct)),
      ...all.flatMap(struct => [this.#reader(struct), this.#writer(struct), this.#isDefault(struct)]),
      `export const ${value}: Message<${name}, ${name}Init> = {
  name: '${name}',
  min: ${versions.min},
  max: ${versions.max},
  flexibleFrom: ${isEmpty(flexible) ? 'Number.POSITIVE_INFINITY' : flexible.min},${apiKey === undefined ? '' : `\n  apiKey: ${apiKey},`}
  read: read${name},
  write: write${name},
}
`,
    ]
      .filter(Boolean)
      .join('\n')
  }

  /** The struct's TypeScript name: two messages of one file may have structs of the same name. */
  #own(struct: string): string {
    return struct
  }

  #ts(field: Field, init: boolean): string {
    const base = isStruct(field.type) ? `${this.#own(field.type)}${init ? 'Init' : ''}` : wires[field.type]!.ts
    const type = field.array ? `readonly ${base}[]` : base
    return field.nullable ? `${type} | null` : type
  }

  #optional(field: Field): boolean {
    return (
      field.default !== undefined ||
      field.tag !== undefined ||
      !covers(field.versions, this.message.versions) ||
      ['throttleTimeMs', 'errorCode', 'errorMessage'].includes(field.name)
    )
  }

  #types({ name, fields }: Struct): string {
    const read = fields.map(field => `  ${field.name}: ${this.#ts(field, false)}`)
    const init = fields.map(
      field =>
        `  ${field.name}${this.#optional(field) ? '?' : ''}: ${this.#ts(field, true)}${this.#optional(field) ? ' | undefined' : ''}`,
    )
    const unknown = this.flex === 'false' ? [] : ['  unknownTags?: readonly UnknownTag[]']
    return `export interface ${name} {\n${[...read, ...unknown].join('\n')}\n}\n\nexport interface ${name}Init {\n${[...init, ...unknown].join('\n')}\n}\n`
  }

  #default(field: Field): string {
    const { default: text } = field
    if (text === 'null') return 'null'
    if (field.array) return '[]'
    if (isStruct(field.type)) return text === 'null' ? 'null' : `default${field.type}()`
    if (text === undefined) return wires[field.type]!.zero
    if (field.type === 'string') return `'${text === '""' ? '' : text}'`
    return text
  }

  #flexOf(field: Field): string {
    return field.flexible ? within(field.flexible, this.message.versions) : this.flex
  }

  #minimum(type: string): number {
    if (!isStruct(type)) return wires[type]!.size
    const struct = this.message.structs.find(({ name }) => name === type)!
    const always = struct.fields.filter(
      field => covers(field.versions, this.message.versions) && field.tag === undefined,
    )
    return Math.max(
      1,
      always.reduce(
        (sum, field) =>
          sum +
          (field.array || field.nullable
            ? 1
            : isStruct(field.type)
              ? this.#minimum(field.type)
              : wires[field.type]!.size),
        0,
      ),
    )
  }

  /** Statements that read `field` into `target`, which is declared. */
  #readInto(field: Field, target: string, tagged: boolean): string {
    const flex = tagged ? 'true' : this.#flexOf(field)
    const nullable = field.nullable ? within(field.nullable, field.versions) : 'false'
    if (field.array) {
      const element = isStruct(field.type) ? `read${field.type}(r, ver)` : wires[field.type]!.read(flex)
      const base = isStruct(field.type) ? field.type : wires[field.type]!.ts
      const size = this.#minimum(field.type)
      const count =
        nullable === 'false'
          ? `r.array(${flex}, ${size})`
          : nullable === 'true'
            ? `r.nullableArray(${flex}, ${size})`
            : `${nullable} ? r.nullableArray(${flex}, ${size}) : r.array(${flex}, ${size})`
      const fill = `const items = new Array<${base}>(count)\n      for (let i = 0; i < count; i++) items[i] = ${element}\n      ${target} = items`
      return nullable === 'false'
        ? `{\n      const count = ${count}\n      ${fill}\n    }`
        : `{\n      const count = ${count}\n      if (count < 0) ${target} = null\n      else {\n      ${fill}\n      }\n    }`
    }
    if (isStruct(field.type)) {
      if (nullable === 'false') return `${target} = read${field.type}(r, ver)`
      const marker = tagged ? 'r.uvarint() === 0' : 'r.int8() < 0'
      const condition = nullable === 'true' ? marker : `${nullable} && ${marker}`
      return `${target} = ${condition} ? null : read${field.type}(r, ver)`
    }
    const wire = wires[field.type]!
    if (nullable === 'false') return `${target} = ${wire.read(flex)}`
    const method = field.type === 'string' ? 'nullableString' : 'nullableBytes'
    const read = `r.${method}(${flex})`
    return nullable === 'true' ? `${target} = ${read}` : `${target} = ${nullable} ? ${read} : ${wire.read(flex)}`
  }

  #reader({ name, fields }: Struct): string {
    const lines: string[] = []
    const tags: string[] = []
    for (const field of fields) {
      const present = within(field.versions, this.message.versions)
      const ts = this.#ts(field, false)
      const isTagged = field.tag !== undefined && covers(field.tagged, field.versions)
      if (isTagged) {
        lines.push(`  let ${field.name}: ${ts} = ${this.#default(field)}`)
        tags.push(`        case ${field.tag}:\n          ${this.#readInto(field, field.name, true)}\n          break`)
        continue
      }
      if (present === 'true' && !field.array) {
        lines.push(`  ${this.#readInto(field, `const ${field.name}`, false)}`)
        continue
      }
      lines.push(`  let ${field.name}: ${ts} = ${this.#default(field)}`)
      const read = this.#readInto(field, field.name, false)
      lines.push(present === 'true' ? `  ${read}` : `  if (${present}) ${read}`)
    }
    const names = fields.map(field => field.name)
    const result = `{ ${names.join(', ')} }`
    if (this.flex === 'false')
      return `function read${name}(r: Reader, ver: number): ${name} {\n${lines.join('\n')}\n  return ${result}\n}\n`
    const loop = `for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      ${tags.length ? `switch (tag) {\n${tags.join('\n')}\n        default:\n          unknownTags = r.unknownTag(unknownTags, tag)\n      }` : 'unknownTags = r.unknownTag(unknownTags, tag)'}
      r.leave(outer)
    }`
    return `function read${name}(r: Reader, ver: number): ${name} {
${lines.join('\n')}
  let unknownTags: UnknownTag[] | undefined
  ${this.flex === 'true' ? loop : `if (${this.flex}) ${loop}`}
  return unknownTags ? { ${[...names, 'unknownTags'].join(', ')} } : ${result}
}
`
  }

  #write(field: Field, value: string, writer: string, tagged: boolean): string {
    const flex = tagged ? 'true' : this.#flexOf(field)
    const w = (text: string) => (writer === 'w' ? text : text.replace(/^w\./, `${writer}.`))
    if (field.array) {
      const element = isStruct(field.type)
        ? `write${field.type}(${writer}, item, ver)`
        : w(wires[field.type]!.write('item', flex))
      const some = `${writer}.array(items.length, ${flex})\n      for (const item of items) ${element}`
      return field.nullable
        ? `{\n      const items = ${value}\n      if (items === null) ${writer}.array(-1, ${flex})\n      else {\n      ${some}\n      }\n    }`
        : `{\n      const items = ${value}\n      ${some}\n    }`
    }
    if (isStruct(field.type)) {
      const write = `write${field.type}(${writer}, value, ver)`
      if (!field.nullable) return `write${field.type}(${writer}, ${value}, ver)`
      const nullable = within(field.nullable, field.versions)
      const marker = (present: boolean) =>
        tagged ? `${writer}.uvarint(${present ? 1 : 0})` : `${writer}.int8(${present ? 1 : -1})`
      return `{\n      const value = ${value}\n      if (value === null) ${marker(false)}\n      else {\n      ${nullable === 'true' ? marker(true) : `if (${nullable}) ${marker(true)}`}\n      ${write}\n      }\n    }`
    }
    return w(wires[field.type]!.write(value, flex))
  }

  #value(field: Field): string {
    return this.#optional(field) ? `v.${field.name} ?? ${this.#default(field)}` : `v.${field.name}`
  }

  /** For a nullable field whose default is not null, `??` would turn null into the default. */
  #given(field: Field): string {
    if (!this.#optional(field)) return `v.${field.name}`
    if (field.nullable && field.default !== 'null')
      return `v.${field.name} === undefined ? ${this.#default(field)} : v.${field.name}`
    return this.#value(field)
  }

  #writer({ name, fields }: Struct): string {
    const lines: string[] = []
    const tagged = fields.filter(field => field.tag !== undefined && covers(field.tagged, field.versions))
    for (const field of fields) {
      if (tagged.includes(field)) continue
      const present = within(field.versions, this.message.versions)
      const value = this.#given(field)
      const plain = !field.array && !isStruct(field.type)
      const write = this.#write(field, plain ? value : value, 'w', false)
      lines.push(present === 'true' ? `  ${write}` : `  if (${present}) ${write}`)
    }
    if (this.flex !== 'false') {
      const inner: string[] = []
      for (const field of tagged.sort((a, b) => a.tag! - b.tag!)) {
        const present = within(field.versions, this.message.versions)
        const local = `${field.name}Set`
        inner.push(`    const ${local} = ${present === 'true' ? '' : `${present} && `}${this.#differs(field)}`)
      }
      const count = [...tagged.map(field => `(${field.name}Set ? 1 : 0)`), '(v.unknownTags?.length ?? 0)'].join(' + ')
      inner.push(`    w.uvarint(${count})`)
      for (const field of tagged) {
        inner.push(
          `    if (${field.name}Set) {\n      const inner = new Writer(64)\n      ${this.#write(field, `(${this.#given(field)})`, 'inner', true)}\n      w.tag(${field.tag}, inner)\n    }`,
        )
      }
      inner.push('    w.unknownTags(v.unknownTags)')
      lines.push(this.flex === 'true' ? inner.join('\n') : `  if (${this.flex}) {\n${inner.join('\n')}\n  }`)
    }
    const unused = fields.length === 0 && this.flex === 'false'
    return `function write${name}(${unused ? '_w' : 'w'}: Writer, ${unused ? '_v' : 'v'}: ${name}Init, ver: number): void {\n${lines.join('\n')}\n}\n`
  }

  /** Whether a tagged field is worth writing: it is given, and not its default. */
  #differs(field: Field): string {
    const value = `v.${field.name}`
    const given = `${value} !== undefined`
    if (field.default === 'null') return `${given} && ${value} !== null`
    const orNull = field.nullable ? `${value} === null || ` : ''
    if (field.array) return `${given} && (${orNull}${value}.length > 0)`
    if (isStruct(field.type)) return `${given} && (${orNull}!isDefault${field.type}(${value}))`
    if (field.type === 'bytes') return `${given} && (${orNull}${value}.length > 0)`
    return `${given} && ${value} !== ${this.#default(field)}`
  }

  /** For structs that stand in a tagged field, or have to be made up where their field is absent. */
  #isDefault({ name, fields }: Struct): string {
    const all = [...this.message.structs.flatMap(struct => struct.fields), ...this.message.fields]
    const uses = all.filter(field => field.type === name && !field.array)
    const inTag = uses.some(field => field.tag !== undefined && field.default !== 'null')
    const made = uses.some(
      field => field.default !== 'null' && (field.tag !== undefined || !covers(field.versions, this.message.versions)),
    )
    const nested = this.#nestedInDefault(name)
    const parts: string[] = []
    if (made || nested) {
      const values = fields.map(field => `${field.name}: ${this.#default(field)}`)
      parts.push(`function default${name}(): ${name} {\n  return { ${values.join(', ')} }\n}\n`)
    }
    if (inTag || nested) {
      const same = fields.map(field => {
        const value = `v.${field.name}`
        const optional = this.#optional(field) ? `${value} === undefined || ` : ''
        if (field.default === 'null') return `(${optional}${value} === null)`
        const some = field.nullable ? `${value} !== null && ` : ''
        if (field.array || field.type === 'bytes') return `(${optional}${some}${value}.length === 0)`
        if (isStruct(field.type)) return `(${optional}${some}isDefault${field.type}(${value}))`
        return `(${optional}${value} === ${this.#default(field)})`
      })
      parts.push(`function isDefault${name}(v: ${name}Init): boolean {\n  return ${same.join(' && ')}\n}\n`)
    }
    return parts.join('\n')
  }

  #nestedInDefault(name: string): boolean {
    return this.message.structs.some(outer => {
      const direct = outer.fields.some(field => field.type === name && !field.array && field.default !== 'null')
      if (!direct) return false
      const all = [...this.message.structs.flatMap(struct => struct.fields), ...this.message.fields]
      return (
        all.some(field => field.type === outer.name && !field.array && field.default !== 'null') ||
        this.#nestedInDefault(outer.name)
      )
    })
  }
}

/** `00-produce` from 0 and Produce. */
export const fileName = (key: number, name: string) =>
  `${String(key).padStart(2, '0')}-${name
    .replace(/KRaft/, 'Kraft')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()}`
export { capital }
