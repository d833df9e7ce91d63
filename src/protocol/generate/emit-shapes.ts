/** The definitions of a group of stored messages into their shapes: see src/protocol/shape.ts. */
import { HEAD } from './emit.ts'
import type { Definition, Field, MessageDefinition, Struct } from './parse.ts'
import { isStruct, wires } from './wires.ts'

export function emitShapes(definitions: readonly Definition[]): string {
  const messages = definitions.flatMap(({ messages }) => messages)
  const entries = messages.map(message => `  ${message.name}: ${fieldsOf(message, message)},`)
  return `${HEAD}import type { Shapes } from '../../../shape.ts'\n\nexport const shapes: Shapes = {\n${entries.join('\n')}\n}\n`
}

const fieldsOf = (message: MessageDefinition, struct: Struct): string =>
  `[${struct.fields.map(field => shapeOf(message, field)).join(', ')}]`

function shapeOf(message: MessageDefinition, field: Field): string {
  const { name, type, array, versions, tag } = field
  const struct = isStruct(type) ? message.structs.find(each => each.name === type)! : undefined
  const parts = [
    `name: '${name}'`,
    `type: '${struct ? 'struct' : type}'`,
    array ? 'array: true' : '',
    versions.min > message.versions.min ? `from: ${versions.min}` : '',
    versions.max < message.versions.max ? `to: ${versions.max}` : '',
    tag === undefined ? '' : 'tagged: true',
    tag === undefined || field.default === undefined ? '' : `default: ${literal(field)}`,
    struct ? `fields: ${fieldsOf(message, struct)}` : '',
  ]
  return `{ ${parts.filter(Boolean).join(', ')} }`
}

function literal({ type, default: value }: Field): string {
  if (value === 'null' || isStruct(type)) return value!
  if (type === 'string') return `'${value}'`
  return wires[type]!.ts === 'bigint' ? `${value}n` : value!
}
