/**
 * A field within fields (KIP-821): `a.b`, with backticks around a name that has dots, and a backslash before a backtick in it.
 * Source: Kafka 4.3 `SingleFieldPath`. V1, the default, takes the whole text for one name.
 */
import { type Field, fieldOf, type Schema } from '../data/schema.ts'
import { SettingsError } from '../errors.ts'
import { demandMap, demandStruct, fieldValue } from './sides.ts'

/** @throws {SettingsError} for a backtick without an end */
export function fieldPath(text: string, version: 'V1' | 'V2'): readonly string[] {
  if (version === 'V1') return [text]
  if (text === '') throw new SettingsError('The field has no name')
  const steps: string[] = []
  let at = 0
  while (at < text.length) {
    const [step, next] = text[at] === '`' ? quoted(text, at) : plain(text, at)
    steps.push(step)
    at = next
  }
  if (text.endsWith('.')) steps.push('')
  return steps
}

function plain(text: string, at: number): [step: string, next: number] {
  const dot = text.indexOf('.', at)
  return dot < 0 ? [text.slice(at), text.length] : [text.slice(at, dot), dot + 1]
}

/** Up to a backtick that a dot or the end follows. */
function quoted(text: string, begin: number): [step: string, next: number] {
  let step = ''
  let start = begin + 1
  for (let at = text.indexOf('`', start); at >= 0; at = text.indexOf('`', at + 1)) {
    const isEscaped = text[at - 1] === '\\'
    const isLast = at === text.length - 1
    if (!isLast && text[at + 1] !== '.') continue
    if (!isEscaped) return [step + text.slice(start, at), at + 2]
    if (isLast) break
    step += `${text.slice(start, at - 1)}\``
    start = at + 1
  }
  throw new SettingsError(
    `Incomplete backtick pair in path: [${text}], consider adding a backslash before backtick at position ${begin} to escape it`,
  )
}

export function fieldAt(schema: Schema, path: readonly string[]): Field | undefined {
  let field: Field | undefined
  for (const step of path) field = fieldOf(field ? field.schema : schema, step)
  return field
}

const PURPOSE = 'nested field access'

export function valueInStruct(schema: Schema, value: unknown, path: readonly string[], withDefault: boolean): unknown {
  let current: unknown = value
  let at = schema
  for (const [index, step] of path.entries()) {
    if (current == null) return null
    const field = fieldOf(at, step)
    if (!field) return null
    current = fieldValue(demandStruct(current, PURPOSE), field, withDefault || index < path.length - 1)
    at = field.schema
  }
  return current
}

export function valueInMap(value: unknown, path: readonly string[]): unknown {
  let current: unknown = value
  for (const step of path) {
    if (current == null) return null
    current = demandMap(current, PURPOSE)[step] ?? null
  }
  return current
}
