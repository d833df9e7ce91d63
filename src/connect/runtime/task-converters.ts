/** The converters of a task: those of its connector, and the worker's where it names none. Source: Kafka 4.3 `Worker.startTask`. */
import type { Converter, ConverterRole, Given, HeaderConverter } from '../plugin.ts'
import type { Plugins } from '../plugins/registry.ts'
import { resolveSettings, withPrefix } from '../settings.ts'
import { demandBytes, converter as demandConverter, demandSchemaAndValue } from './handed-over.ts'

export interface TaskConverters {
  readonly key: Converter
  readonly value: Converter
  readonly header: HeaderConverter
  /** Their classes, for reports. */
  readonly classes: { readonly key: string; readonly value: string; readonly header: string }
}

export function convertersOf(plugins: Plugins, connector: Given, worker: Given): TaskConverters {
  const from = (name: string) => (connector[name] === undefined ? worker : connector)
  const key = converterOf(plugins, from('key.converter'), 'key')
  const value = converterOf(plugins, from('value.converter'), 'value')
  const header = headerConverterOf(plugins, from('header.converter'))
  return {
    key: key.converter,
    value: value.converter,
    header: header.converter,
    classes: { key: key.class, value: value.class, header: header.class },
  }
}

function converterOf(plugins: Plugins, given: Given, role: ConverterRole) {
  const { class: name, plugin } = plugins.find(given[`${role}.converter`]!, 'converter')
  const own = { ...withPrefix(given, `${role}.converter.`), 'converter.type': role }
  const made = demandConverter(plugin.create(resolveSettings(plugin.config, own), role), name)
  return { class: name, converter: checked(name, made) }
}

/** What it returns is looked at: bytes that are none would be sent as something else. */
const checked = (name: string, converter: Converter): Converter => ({
  toBytes: (topic, schema, value) => demandBytes(converter.toBytes(topic, schema, value), name),
  fromBytes: (topic, bytes) => demandSchemaAndValue(converter.fromBytes(topic, bytes), name),
})

const DEFAULT = 'org.apache.kafka.connect.storage.SimpleHeaderConverter'

function headerConverterOf(plugins: Plugins, given: Given): { class: string; converter: HeaderConverter } {
  const name = given['header.converter'] ?? DEFAULT
  const own = { ...withPrefix(given, 'header.converter.'), 'converter.type': 'header' }
  const found = plugins.lookup(name, 'header_converter')
  if (found) {
    const made = found.plugin.create(resolveSettings(found.plugin.config, own))
    return { class: found.class, converter: demandConverter(made, found.class) }
  }
  const { class: known, plugin } = plugins.find(name, 'converter')
  const converter = checked(known, demandConverter(plugin.create(resolveSettings(plugin.config, own), 'header'), known))
  return {
    class: known,
    converter: {
      toBytes: (topic, _key, schema, value) => converter.toBytes(topic, schema, value),
      fromBytes: (topic, _key, bytes) => converter.fromBytes(topic, bytes),
    },
  }
}
