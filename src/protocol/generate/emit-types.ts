/** The types of a struct: as read, where every field is there, and to write, where what has a default may be left out. */
import type { Field, MessageDefinition, Struct } from './parse.ts'
import { covers, isEmpty } from './versions.ts'
import { isStruct, wires } from './wires.ts'

export function emitTypes(message: MessageDefinition, struct: Struct): string {
  const { name, fields } = struct
  const read = fields.map(field => `${docOf(field.comment, '  ')}  ${field.name}: ${tsType(field)}\n`)
  const init = fields.map(field =>
    isOptional(struct, field)
      ? `  ${field.name}?: ${tsType(field, 'Init')} | undefined\n`
      : `  ${field.name}: ${tsType(field, 'Init')}\n`,
  )
  const unknown = isEmpty(message.flexible) ? '' : '  unknownTags?: readonly UnknownTag[]\n'
  return `export interface ${name} {\n${read.join('')}${unknown}}

export interface ${name}Init {\n${init.join('')}${unknown}}
`
}

export const docOf = (comment: string, indent = '') =>
  comment === '' ? '' : `${indent}/** ${comment.replace(/\n/g, `\n${indent} * `)} */\n`

export function tsType(field: Field, suffix: '' | 'Init' = ''): string {
  const base = isStruct(field.type) ? `${field.type}${suffix}` : wires[field.type]!.ts
  const type = field.array ? `readonly ${base}[]` : base
  return isEmpty(field.nullable) ? type : `${type} | null`
}

/** Every answer has these, and nearly every one that works out leaves them at 0 and null. */
const RESULTS = new Set(['throttleTimeMs', 'errorCode', 'errorMessage'])

export const isOptional = (struct: Struct, field: Field) =>
  field.default !== undefined ||
  field.tag !== undefined ||
  !covers(field.versions, struct.versions) ||
  RESULTS.has(field.name)

/** Whether a value of it must be refused in some versions: those of its struct that lack it. */
export const isRefused = (struct: Struct, field: Field) => !field.ignorable && !covers(field.versions, struct.versions)

/** What a field is read as where it is absent, and written as where it was not given. */
export function defaultOf({ type, array, default: given }: Field): string {
  if (given === 'null') return 'null'
  if (array) return '[]'
  if (isStruct(type)) return `default${type}()`
  if (given === undefined) return wires[type]!.zero
  if (type === 'uuid') return 'ZERO_UUID'
  if (wires[type]!.ts === 'bigint') return `${given}n`
  if (type === 'string') return `'${given === '""' ? '' : given}'`
  return given
}

/** The fields in which a struct stands by itself, not in an array, and where nothing is not null. */
const soleUses = (message: MessageDefinition, name: string): [Struct, Field][] =>
  [message, ...message.structs].flatMap(struct =>
    struct.fields
      .filter(field => field.type === name && !field.array && field.default !== 'null')
      .map((field): [Struct, Field] => [struct, field]),
  )

/** Whether somebody needs a struct that is not on the wire: `defaultX()`. */
export const needsDefault = (message: MessageDefinition, name: string): boolean =>
  soleUses(message, name).some(
    ([struct, field]) => isOptional(struct, field) || (struct !== message && needsDefault(message, struct.name)),
  )

/** Whether somebody must know if it is worth writing: `isDefaultX(v)`. */
export const needsIsDefault = (message: MessageDefinition, name: string): boolean =>
  soleUses(message, name).some(
    ([struct, field]) =>
      field.tag !== undefined ||
      isRefused(struct, field) ||
      (struct !== message && needsIsDefault(message, struct.name)),
  )
