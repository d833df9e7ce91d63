/** The function that writes a struct, and what it needs to leave out tagged fields that are as their default. */
import { defaultOf, isOptional, isRefused, needsDefault, needsIsDefault } from './emit-types.ts'
import type { Field, MessageDefinition, Struct } from './parse.ts'
import { isEmpty, within } from './versions.ts'
import { isStruct, wires } from './wires.ts'

/** @returns the functions write, default and isDefault, the last two where somebody calls them */
export function emitWriter(message: MessageDefinition, struct: Struct): string[] {
  const { name, fields, versions } = struct
  const lines = fields
    .filter(({ tag }) => tag === undefined)
    .map(field => {
      const present = within(field.versions, versions)
      const write = writeFrom(message, field, given(struct, field), 'w')
      if (present === 'true') return `  ${write}`
      return `  if (${present}) ${write}${isRefused(struct, field) ? `\n  else if (${differs(field)}) ${refuse(message, struct, field)}` : ''}`
    })
  const flex = within(message.flexible, versions)
  if (flex !== 'false') {
    const tags = writeTags(message, struct)
    for (const field of fields.filter(field => field.tag !== undefined && isRefused(struct, field)))
      lines.push(
        `  const ${field.name}Set = ${differs(field)}`,
        `  if (${field.name}Set && !(${within(field.versions, versions)})) ${refuse(message, struct, field)}`,
      )
    lines.push(flex === 'true' ? tags : `  if (${flex}) {\n${tags}\n  }`)
  }
  const [w, v] = lines.length === 0 ? ['_w', '_v'] : ['w', 'v']
  const functions = [
    `function write${name}(${w}: Writer, ${v}: ${name}Init, ver: number): void {\n${lines.join('\n')}\n}\n`,
  ]
  if (needsDefault(message, name) || needsIsDefault(message, name)) functions.push(emitDefault(struct))
  if (needsIsDefault(message, name)) functions.push(emitIsDefault(struct))
  return functions
}

/** Tags ascend, and those we do not know come last: `check.ts` sees to it that we know all below the highest. */
function writeTags(message: MessageDefinition, struct: Struct): string {
  const tagged = struct.fields.filter(({ tag }) => tag !== undefined).sort((a, b) => a.tag! - b.tag!)
  const lines = tagged
    .filter(field => !isRefused(struct, field))
    .map(field => {
      const present = within(field.versions, {
        ...struct.versions,
        min: Math.max(struct.versions.min, message.flexible.min),
      })
      return `const ${field.name}Set = ${present === 'true' ? '' : `${present} && `}${differs(field)}`
    })
  const counts = [...tagged.map(({ name }) => `(${name}Set ? 1 : 0)`), '(v.unknownTags?.length ?? 0)']
  lines.push(`w.uvarint(${counts.join(' + ')})`)
  for (const field of tagged)
    lines.push(`if (${field.name}Set) {
      const inner = new Writer(64)
      ${writeFrom(message, field, given(struct, field), 'inner')}
      w.tag(${field.tag}, inner)
    }`)
  lines.push('w.unknownTags(v.unknownTags)')
  return lines.join('\n')
}

/** A value in a version that has no place for it: dropped, the message would say something else. */
function refuse(message: MessageDefinition, struct: Struct, { name, versions }: Field): string {
  const path = struct === message ? name : `${struct.name}.${name}`
  return `throw w.lacks('${message.name}', ver, '${path}', v.${name}, '${versions.min}-${versions.max}')`
}

/** What to write: for a nullable field whose default is not null, `??` would turn a given null into the default. */
function given(struct: Struct, field: Field): string {
  const value = `v.${field.name}`
  if (!isOptional(struct, field)) return value
  return isEmpty(field.nullable) || field.default === 'null'
    ? `${value} ?? ${defaultOf(field)}`
    : `${value} === undefined ? ${defaultOf(field)} : ${value}`
}

/** A statement that writes the expression `value`. */
function writeFrom(message: MessageDefinition, field: Field, value: string, writer: string): string {
  const { type, array, nullable, versions } = field
  const tagged = field.tag !== undefined
  const flex = tagged ? 'true' : within(field.flexible ?? message.flexible, versions)
  const one = (item: string) =>
    isStruct(type)
      ? `write${type}(${writer}, ${item}, ver)`
      : `${writer}.${wires[type]!.method}(${item}${wires[type]!.sized ? `, ${flex}` : ''})`
  if (array) {
    const all = `${writer}.array(items.length, ${flex})\n for (const item of items) ${one('item')}`
    return isEmpty(nullable)
      ? `{\n const items = ${value}\n ${all}\n }`
      : `{\n const items = ${value}\n if (items === null) ${writer}.array(-1, ${flex})\n else {\n ${all}\n }\n }`
  }
  if (!isStruct(type) || isEmpty(nullable)) return one(value)
  const marker = (present: boolean) =>
    tagged ? `${writer}.uvarint(${present ? 1 : 0})` : `${writer}.int8(${present ? 1 : -1})`
  const condition = within(nullable, versions)
  const present = condition === 'true' ? marker(true) : `if (${condition}) ${marker(true)}`
  return `{\n const value = ${value}\n if (value === null) ${marker(false)}\n else {\n ${present}\n ${one('value')}\n }\n }`
}

/** Whether a tagged field is worth writing: it is given, and not its default. */
function differs(field: Field): string {
  const value = `v.${field.name}`
  return `${value} !== undefined && !(${isAsDefault(field, value)})`
}

function isAsDefault(field: Field, value: string): string {
  if (field.default === 'null') return `${value} === null`
  const some = isEmpty(field.nullable) ? '' : `${value} !== null && `
  if (field.array || field.type === 'bytes' || field.type === 'records') return `${some}${value}.length === 0`
  if (isStruct(field.type)) return `${some}isDefault${field.type}(${value})`
  return `${value} === ${defaultOf(field)}`
}

const emitDefault = ({ name, fields }: Struct) =>
  `function default${name}(): ${name} {\n  return { ${fields.map(field => `${field.name}: ${defaultOf(field)}`).join(', ')} }\n}\n`

function emitIsDefault(struct: Struct): string {
  const same = struct.fields.map(field => {
    const value = `v.${field.name}`
    return isOptional(struct, field)
      ? `(${value} === undefined || (${isAsDefault(field, value)}))`
      : `(${isAsDefault(field, value)})`
  })
  return `function isDefault${struct.name}(v: ${struct.name}Init): boolean {\n  return ${same.join(' && ')}\n}\n`
}
