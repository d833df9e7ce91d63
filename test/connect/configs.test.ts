/** Every setting, held against Kafka's definition of it: type, default, importance, group, order, width and name. */
import t, { type Test } from 'tap'
import { distributedConfigs, standaloneConfigs } from '../../src/config/connect.ts'
import type { Definitions } from '../../src/config/define.ts'
import { definitionOf } from '../../src/connect/herder/config-infos.ts'
import type { Settings } from '../../src/connect/plugin.ts'
import { shipped } from '../../src/connect/plugins/shipped.ts'
import { sinkSettings, sourceSettings } from '../../src/connect/runtime/connector-settings.ts'
import { factsOf } from './facts.ts'

interface Fact {
  owner: string
  name: string
  type: string
  required: boolean
  default: string | null
  importance: string
  group: string | null
  order: number
  width: string
  displayName: string
  dependents: string[]
  validator: string | null
}

const facts = factsOf<Fact>('configs')
const runtime = 'org.apache.kafka.connect.runtime.'
const owners = [...new Set(facts.map(({ owner }) => owner))]

const shown = (name: string, setting: Settings[string]) => {
  const { documentation: _, ...rest } = definitionOf(name, setting)
  return rest
}
const factRow = ({ owner: _, order, displayName, default: value, ...fact }: Fact) => {
  const { validator: __, internal: ___, ...rest } = fact as typeof fact & { internal: boolean }
  return { ...rest, default_value: value, order_in_group: order, display_name: displayName }
}

function compare(t: Test, table: Settings, rows: readonly Fact[]) {
  for (const fact of rows) {
    const setting = table[fact.name]
    if (setting) t.same(shown(fact.name, setting), factRow(fact), fact.name)
    else t.fail(`${fact.name} is missing`)
  }
}

t.test('plugins have the settings that Kafka gives them, each with a doc', async t => {
  for (const owner of owners.filter(each => !each.startsWith(runtime))) {
    const entry = shipped.find(each => each.class === owner)
    if (!entry) {
      t.fail(`${owner} is missing`)
      continue
    }
    const table: Settings = entry.plugin.config
    compare(
      t,
      table,
      facts.filter(fact => fact.owner === owner),
    )
    for (const [name, { doc }] of Object.entries(table)) t.ok(doc, `${owner} ${name} has a doc`)
  }
})

t.test('so do connectors', async t => {
  for (const [owner, table] of [
    ['SourceConnectorConfig', sourceSettings],
    ['SinkConnectorConfig', sinkSettings],
  ] as const) {
    const rows = facts.filter(fact => fact.owner === runtime + owner)
    compare(t, table, rows)
    t.same(
      Object.keys(table),
      rows.map(({ name }) => name),
      `${owner}: in the same order`,
    )
  }
})

/** Of clients, or of Java: they pass, and are read by those. */
const passed = /^(ssl|sasl)\.|^(client|send|receive|connections)\.|^metadata\.recovery|^metrics\.|^metric\.reporters$/

t.test('so do workers', async t => {
  for (const [owner, table] of [
    ['standalone.StandaloneConfig', standaloneConfigs],
    ['distributed.DistributedConfig', distributedConfigs],
  ] as const) {
    const rows = facts.filter(fact => fact.owner === runtime + owner && !passed.test(fact.name))
    const known: Definitions = table
    for (const fact of rows) {
      const definition = known[fact.name]
      if (!definition) t.fail(`${owner}: ${fact.name} is missing`)
      else
        t.match(
          shown(fact.name, definition),
          { type: fact.type, required: fact.required, default_value: fact.default, importance: fact.importance },
          `${owner}: ${fact.name}`,
        )
    }
  }
})
