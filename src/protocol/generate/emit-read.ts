/** The function that reads a struct, field by field in the order of the wire, then its tagged fields. */
import { defaultOf, tsType } from './emit-types.ts'
import type { Field, MessageDefinition, Struct } from './parse.ts'
import { covers, isEmpty, type Range, within } from './versions.ts'
import { isStruct, wires } from './wires.ts'

export function emitReader(message: MessageDefinition, struct: Struct): string {
  const { name, fields, versions } = struct
  const names = fields.map(field => field.name)
  const lines = fields
    .filter(({ tag }) => tag === undefined)
    .map(field => {
      const present = within(field.versions, versions)
      const read = (target: string) => readInto(message, field, target, field.versions)
      if (present !== 'true')
        return `  let ${field.name}: ${tsType(field)} = ${defaultOf(field)}\n  if (${present}) ${read(field.name)}`
      return field.array
        ? `  let ${field.name}: ${tsType(field)}\n  ${read(field.name)}`
        : `  ${read(`const ${field.name}`)}`
    })
  const start = `function read${name}(r: Reader, ver: number): ${name} {\n`
  const flex = within(message.flexible, versions)
  if (flex === 'false') return `${start}${lines.join('\n')}\n  return { ${names.join(', ')} }\n}\n`
  const tagged = fields.filter(({ tag }) => tag !== undefined)
  return `${start}${[...lines, ...tagged.map(field => `  let ${field.name}: ${tsType(field)} = ${defaultOf(field)}`)].join('\n')}
  let unknownTags: UnknownTag[] | undefined
  ${flex === 'true' ? '' : `if (${flex}) `}for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    ${switchOnTag(message, struct, tagged)}
    r.leave(outer)
  }
  return unknownTags ? { ${[...names, 'unknownTags'].join(', ')} } : { ${names.join(', ')} }
}
`
}

function switchOnTag(message: MessageDefinition, struct: Struct, tagged: readonly Field[]): string {
  const unknown = 'unknownTags = r.unknownTag(unknownTags, tag)'
  if (tagged.length === 0) return unknown
  const cases = tagged.map(field => {
    const present = within(field.versions, {
      ...struct.versions,
      min: Math.max(struct.versions.min, message.flexible.min),
    })
    const refuse = present === 'true' ? '' : `if (!(${present})) throw r.earlyTag(tag, ver)\n`
    return `case ${field.tag}: ${refuse}${readInto(message, field, field.name, field.versions)}\nbreak\n`
  })
  return `switch (tag) {\n${cases.join('')}default: ${unknown}\n}`
}

/**
 * A statement that gives `target` its value.
 * @param known the versions in which it is reached
 */
function readInto(message: MessageDefinition, field: Field, target: string, known: Range): string {
  const { type, array } = field
  const flex = field.tag === undefined ? within(field.flexible ?? message.flexible, known) : 'true'
  const nullable = within(field.nullable, known)
  const either = (ifNullable: string, otherwise: string) =>
    nullable === 'true' ? ifNullable : nullable === 'false' ? otherwise : `${nullable} ? ${ifNullable} : ${otherwise}`
  const one = isStruct(type) ? `read${type}(r, ver)` : readWire(type, flex)
  if (array) {
    const base = isStruct(type) ? type : wires[type]!.ts
    const size = minimumOf(message, type)
    const fill = `const items = new Array<${base}>(count)
      for (let i = 0; i < count; i++) items[i] = ${one}
      ${target} = items`
    return `{
      const count = ${either(`r.nullableArray(${flex}, ${size})`, `r.array(${flex}, ${size})`)}
      ${nullable === 'false' ? fill : `if (count < 0) ${target} = null\nelse {\n${fill}\n}`}
    }`
  }
  if (!isStruct(type)) return `${target} = ${either(readNullable(type, flex), one)}`
  if (isEmpty(field.nullable)) return `${target} = ${one}`
  const isNull = field.tag === undefined ? 'r.int8() < 0' : 'r.uvarint() === 0'
  return `${target} = ${nullable === 'true' ? isNull : `${nullable} && ${isNull}`} ? null : ${one}`
}

function readWire(type: string, flex: string): string {
  const { method, sized } = wires[type]!
  return `r.${method}(${sized ? flex : ''})`
}

const readNullable = (type: string, flex: string) =>
  `r.${type === 'string' ? 'nullableString' : 'nullableBytes'}(${flex})`

/** Fewest bytes of an element: what every version of it has. A count is held against it before anything is allocated. */
function minimumOf(message: MessageDefinition, type: string): number {
  const struct = message.structs.find(({ name }) => name === type)
  if (!struct) return wires[type]!.size
  const always = struct.fields.filter(field => field.tag === undefined && covers(field.versions, struct.versions))
  const sizes = always.map(field => (field.array || !isEmpty(field.nullable) ? 1 : minimumOf(message, field.type)))
  const tags = covers(message.flexible, struct.versions) ? 1 : 0
  return Math.max(
    1,
    sizes.reduce((sum, size) => sum + size, tags),
  )
}
