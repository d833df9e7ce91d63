/** What Apache Kafka 4.3.1 says of its settings: fixtures/config. */
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import type { ConfigRow } from '../../src/config/describe.ts'

const read = (name: string) =>
  JSON.parse(
    zlib
      .gunzipSync(fs.readFileSync(path.resolve(import.meta.dirname, `../../fixtures/config/${name}.json.gz`)))
      .toString(),
  )

export interface Fact {
  name: string
  type: string
  /** Text, as it is printed; null is none. */
  default: string | null
  required?: boolean
  valid?: string | string[] | { list: boolean; values: string[]; isEmptyAllowed: boolean; isNullAllowed: boolean }
  importance: string
  server?: string
  /** Of a topic's setting; of a broker's, names only, itself among them. */
  synonyms?: ({ name: string; times: number } | string)[]
  internal?: boolean
  update?: 'read-only' | 'per-broker' | 'cluster-wide'
}

type Kind = 'topic' | 'broker' | 'group' | 'client-metrics' | 'producer' | 'consumer' | 'admin'

/** Every setting, by what it is a setting of. */
export const configs: Readonly<Record<Kind, readonly Fact[]>> = read('configs')

type Row = Omit<ConfigRow, 'documentation'> & { documentation: boolean }
type Values = Readonly<Record<string, string>>

/** DescribeConfigs of a broker with these settings. */
export const described: {
  given: Values
  dynamicDefault: Values
  dynamic: Values
  topic: Values
  group: Values
  clientMetrics: Values
  answers: Readonly<
    Record<
      'topic' | 'broker' | 'brokerDefaults' | 'group' | 'otherGroup' | 'clientMetrics' | 'otherClientMetrics',
      readonly Row[]
    >
  > & { created: readonly Omit<Row, 'synonyms' | 'configType' | 'documentation'>[] }
} = read('described')

export const mapOf = (values: Values): Map<string, string> => new Map(Object.entries(values))
