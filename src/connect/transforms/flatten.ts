/** Flatten: fields within fields become fields with longer names. Source: Kafka 4.3 `Flatten`. */
import type { Field, Schema } from '../data/schema.ts'
import { typeOfValue } from '../data/values.ts'
import { DataError } from '../errors.ts'
import { put } from '../json/parse.ts'
import { settings } from '../plugin.ts'
import { basics, bothSides, cached, demandMap, demandStruct, type Struct, structOf } from './sides.ts'

const PURPOSE = 'flattening'

const config = settings({
  delimiter: { type: 'string', default: '.', importance: 'medium', doc: 'Between the names.' },
})

export const flatten = bothSides('Flatten', config, ({ delimiter }, side) => {
  const nameOf = (prefix: string, name: string) => (prefix === '' ? name : prefix + delimiter + name)

  function flatMap(map: Struct, prefix: string, into: Record<string, unknown>): void {
    for (const [key, value] of Object.entries(map)) {
      const name = nameOf(prefix, key)
      if (value != null && typeOfValue(value) === 'map') flatMap(demandMap(value, PURPOSE), name, into)
      else put(into, name, value)
    }
  }

  function flatFields(schema: Schema, prefix: string, optional: boolean, parent: Struct | undefined): Field[] {
    return schema.fields!.flatMap(({ name, schema: own }) => {
      const isOptional = optional || own.optional
      const fallback = own.default ?? parent?.[name] ?? undefined
      const full = nameOf(prefix, name)
      if (own.type === 'struct') return flatFields(own, full, isOptional, fallback as Struct | undefined)
      demandFlat(own, full)
      const { default: _, ...rest } = own
      return [{ name: full, schema: { ...rest, optional: isOptional, ...(fallback != null && { default: fallback }) } }]
    })
  }

  function flatStruct(schema: Schema, struct: Struct | null, prefix: string, into: Record<string, unknown>): void {
    if (struct === null) return
    for (const { name, schema: own } of schema.fields!) {
      const value = struct[name] ?? own.default ?? null
      const full = nameOf(prefix, name)
      if (own.type === 'struct') flatStruct(own, value as Struct | null, full, into)
      else into[full] = value
    }
  }

  const schemaOf = cached(schema =>
    structOf(flatFields(schema, '', schema.optional, schema.default as Struct | undefined), basics(schema)),
  )
  return record => {
    const [schema, value] = [side.schema(record), side.value(record)]
    if (value === null) return record
    const flat: Record<string, unknown> = {}
    if (!schema) flatMap(demandMap(value, PURPOSE), '', flat)
    else flatStruct(schema, demandStruct(value, PURPOSE), '', flat)
    return side.with(record, schema && schemaOf(schema), flat)
  }
})

function demandFlat({ type }: Schema, name: string): void {
  if (type === 'map')
    throw new DataError(`Flatten transformation does not support MAP for record with schemas (for field ${name}).`)
}
