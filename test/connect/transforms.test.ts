/** Transforms and predicates, held against what Apache Kafka's own make of the same records. */
import t from 'tap'
import { createJson } from '../../src/connect/converters/json.ts'
import type { ConnectRecord, Predicate, Transformation } from '../../src/connect/plugin.ts'
import { resolveSettings } from '../../src/connect/settings.ts'
import { predicates, transforms } from '../../src/connect/transforms/index.ts'
import { factsOf } from './facts.ts'

interface Row {
  topic: string
  partition?: number | null
  offset?: number
  timestamp?: number | null
  key: string | null
  value: string | null
  headers: [string, string | null][]
}
interface Fact {
  type: string
  config: Record<string, string>
  record: Row
  result?: Row | null
  test?: boolean
  error?: string
  configError?: string
}

const reader = createJson({ schemas: true })
const writer = createJson({ schemas: true, nullIsDefault: false })
const read = (text: string | null) => reader.fromBytes('t', text === null ? null : Buffer.from(text))
const write = (schema: ConnectRecord['keySchema'], value: unknown) => {
  const bytes = writer.toBytes('t', schema ?? null, value)
  return bytes === null ? null : Buffer.from(bytes).toString()
}

function recordOf({ topic, partition = null, offset, timestamp = null, key, value, headers }: Row): ConnectRecord {
  const [readKey, readValue] = [read(key), read(value)]
  return {
    topic,
    partition,
    timestamp,
    keySchema: readKey.schema,
    key: readKey.value,
    valueSchema: readValue.schema,
    value: readValue.value,
    headers: headers.map(([name, text]) => ({ key: name, ...read(text) })),
    ...(offset === undefined ? { sourcePartition: {}, sourceOffset: {} } : { offset }),
  } as ConnectRecord
}

const rowOf = (record: ConnectRecord): Row => ({
  topic: record.topic,
  ...(record.partition != null && { partition: record.partition }),
  ...(record.timestamp != null && { timestamp: record.timestamp }),
  key: write(record.keySchema, record.key),
  value: write(record.valueSchema, record.value),
  headers: (record.headers ?? []).map(({ key, schema, value }) => [key, write(schema, value)]),
})

const plugins = new Map([...transforms, ...predicates].map(plugin => [plugin.class!, plugin]))
const facts = factsOf<Fact>('transforms')
const printable = (text: string) => text.replace(/[^ -~]/g, c => `\\u${c.charCodeAt(0).toString(16)}`)

for (const type of new Set(facts.map(fact => fact.type)))
  t.test(`${type} makes of a record what Apache Kafka's does`, async t => {
    const plugin = plugins.get(`org.apache.kafka.connect.transforms.${type}`) as Transformation | Predicate
    for (const fact of facts.filter(each => each.type === type)) {
      const { config, record, configError, error } = fact
      const what = printable(`${JSON.stringify(config)} of ${record.value ?? record.key}`)
      let apply: ReturnType<typeof plugin.create>
      try {
        apply = plugin.create(resolveSettings(plugin.config, config), config)
      } catch (cause) {
        t.match(cause, { name: 'SettingsError' }, `${what}: refused settings say why`)
        t.ok(configError ?? error, `${what}: refused (${(cause as Error).message})`)
        continue
      }
      if (configError) {
        t.fail(`${what}: Kafka refuses these settings: ${configError}`)
        continue
      }
      let result: unknown
      try {
        const made = apply(recordOf(record))
        result = typeof made === 'object' && made !== null ? rowOf(made) : made
      } catch (cause) {
        t.match(cause, { name: /^(Data|Connect|Settings)Error$/ }, `${what}: an error says what is wrong`)
        t.ok(error, `${what}: ${(cause as Error).message}`)
        continue
      }
      // Kafka's SetSchemaMetadata throws for anything but structs; here any schema can have a name.
      if (error && type.startsWith('SetSchemaMetadata')) t.match(result, { value: /"(name|version)":/ }, what)
      else if (error) t.fail(`${what}: Kafka throws ${error}, and here it is ${JSON.stringify(result)}`)
      else t.same(result, fact.test ?? fact.result, what)
    }
  })

t.test('every transform and predicate is among the facts', async t => {
  const seen = new Set(facts.map(fact => fact.type.replace(/\$.*/, '')))
  for (const name of plugins.keys()) t.ok(seen.has(name.replace(/^.*transforms\./, '').replace(/\$.*/, '')), name)
})
