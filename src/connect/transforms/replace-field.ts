/** ReplaceField: some fields only, and others renamed. Source: Kafka 4.3 `ReplaceField`. */
import { SettingsError } from '../errors.ts'
import { settings } from '../plugin.ts'
import { invalid } from '../settings.ts'
import {
  basics,
  bothSides,
  cached,
  demandMap,
  demandStruct,
  fieldValue,
  nullIsDefault,
  ordered,
  structOf,
} from './sides.ts'

const PURPOSE = 'field replacement'

/** @throws {SettingsError} */
function renamesOf(mappings: readonly string[]): Map<string, string> {
  return new Map(
    mappings.map(mapping => {
      const [from, to, ...more] = mapping.split(':')
      if (!from || !to || more.length > 0)
        throw new SettingsError(invalid('renames', mappings, `Invalid rename mapping: ${mapping}`))
      return [from, to]
    }),
  )
}

const config = settings({
  exclude: { type: 'list', default: [], importance: 'medium', doc: 'Fields to leave out, before those to keep.' },
  include: { type: 'list', default: [], importance: 'medium', doc: 'Fields to keep. Empty: all.' },
  renames: {
    type: 'list',
    default: [],
    importance: 'medium',
    doc: 'Pairs of an old and a new name: foo:bar,abc:xyz.',
    check: ((value: readonly string[]) => {
      try {
        renamesOf(value)
        return undefined
      } catch (error) {
        return (error as Error).message
      }
    }) as (value: never) => string | undefined,
  },
  'replace.null.with.default': nullIsDefault,
})

export const replaceField = bothSides('ReplaceField', config, (options, side) => {
  const [exclude, include] = [new Set(options.exclude), new Set(options.include)]
  const renames = renamesOf(options.renames)
  const stays = (name: string) => !exclude.has(name) && (include.size === 0 || include.has(name))
  const renamed = (name: string) => renames.get(name) ?? name
  const schemaOf = cached(schema =>
    structOf(
      schema.fields!.filter(({ name }) => stays(name)).map(field => ({ ...field, name: renamed(field.name) })),
      basics(schema),
    ),
  )
  return record => {
    const [schema, value] = [side.schema(record), side.value(record)]
    if (value === null) return record
    if (!schema) {
      const map = demandMap(value, PURPOSE)
      const kept = Object.entries(map).filter(([name]) => stays(name))
      const size = Object.keys(map).length
      return side.with(
        record,
        null,
        ordered(Object.fromEntries(kept.map(([name, each]) => [renamed(name), each])), size),
      )
    }
    const struct = demandStruct(value, PURPOSE)
    const entries = schema
      .fields!.filter(({ name }) => stays(name))
      .map(field => [renamed(field.name), fieldValue(struct, field, options['replace.null.with.default'])] as const)
    return side.with(record, schemaOf(schema), Object.fromEntries(entries))
  }
})
