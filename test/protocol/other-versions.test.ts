/**
 * A value in a version that was not made for it. What Kafka calls ignorable is left out; any other field that is set and that
 * the version lacks is refused: without it the message would say something else. Held against Kafka's examples: a message of
 * each version, all of its fields set, is written in each other version.
 */
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import t from 'tap'
import { readDefinitions } from '../../src/protocol/generate/generate.ts'
import type { Field, MessageDefinition, Struct } from '../../src/protocol/generate/parse.ts'
import type { Range } from '../../src/protocol/generate/versions.ts'
import { Fetch } from '../../src/protocol/generated/apis/01-fetch.ts'
import { Metadata } from '../../src/protocol/generated/apis/03-metadata.ts'
import { OffsetFetch } from '../../src/protocol/generated/apis/09-offset-fetch.ts'
import { ListGroups } from '../../src/protocol/generated/apis/16-list-groups.ts'
import { apis } from '../../src/protocol/generated/apis/index.ts'
import { messages as metadataRecords } from '../../src/protocol/generated/records/metadata/index.ts'
import { messages as transactionRecords } from '../../src/protocol/generated/records/transaction/index.ts'
import type { Message } from '../../src/protocol/message.ts'
import { Reader } from '../../src/protocol/reader.ts'
import { Writer } from '../../src/protocol/writer.ts'

// biome-ignore lint/suspicious/noExplicitAny: any message will do
type AnyMessage = Message<any, any>
type Value = Record<string, unknown>

const root = path.resolve(import.meta.dirname, '../..')
const definitions = [...readDefinitions(path.join(root, 'src/protocol/definitions')).values()]
const examples: { message: string; type: string; version: number; variant: string; hex: string }[] = zlib
  .gunzipSync(fs.readFileSync(path.join(root, 'fixtures/wire/wire.jsonl.gz')))
  .toString()
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))
  .filter(({ type, variant }) => type !== 'request-frame' && variant === 'full')

const contains = ({ min, max }: Range, version: number) => version >= min && version <= max

/** @returns the first field that is set, that `version` lacks, and that may not be left out */
function lacking(message: MessageDefinition, struct: Struct, value: Value, version: number): string | undefined {
  for (const field of struct.fields) {
    const given = value[field.name]
    if (!contains(field.versions, version)) {
      if (!field.ignorable && isSet(message, field, given)) return field.name
      continue
    }
    const inner = message.structs.find(({ name }) => name === field.type)
    if (!inner || given === null) continue
    for (const each of field.array ? (given as Value[]) : [given as Value]) {
      const found = lacking(message, inner, each, version)
      if (found) return found
    }
  }
  return undefined
}

function isSet(message: MessageDefinition, field: Field, given: unknown): boolean {
  if (given === null) return field.default !== 'null'
  if (field.default === 'null') return true
  const inner = message.structs.find(({ name }) => name === field.type)
  if (field.array) return (given as unknown[]).length > 0
  if (inner) return inner.fields.some(each => isSet(message, each, (given as Value)[each.name]))
  if (Buffer.isBuffer(given)) return given.length > 0
  const fallback = { string: '', bool: 'false', uuid: 'AAAAAAAAAAAAAAAAAAAAAA' }[field.type] ?? '0'
  const none = field.default === undefined ? fallback : field.default === '""' ? '' : field.default
  return typeof given === 'number' ? given !== Number(none) : String(given) !== none
}

t.test('every message of every version, in every other version', async t => {
  const codecs = new Map<string, AnyMessage>()
  for (const { request, response } of apis) for (const each of [request, response]) codecs.set(each.name, each)
  for (const each of [...metadataRecords, ...transactionRecords]) codecs.set(each.name, each)
  let [refused, written] = [0, 0]
  for (const message of definitions.flatMap(({ messages }) => messages)) {
    const codec = codecs.get(message.name)
    if (!codec) continue
    for (const example of examples.filter(each => each.message === message.name)) {
      const value = codec.read(new Reader(Buffer.from(example.hex, 'hex')), example.version)
      for (let version = codec.min; version <= codec.max; version++) {
        const expected = lacking(message, message, value, version)
        const where = `${message.name} v${example.version} in v${version}`
        try {
          const writer = new Writer()
          codec.write(writer, value, version)
          if (expected) t.fail(`${where} was written without ${expected}`)
          const reader = new Reader(writer.toBuffer())
          codec.read(reader, version)
          if (reader.remaining > 0) t.fail(`${where}: ${reader.remaining} bytes too many`)
          written++
        } catch (error) {
          const { name, message: said } = error as Error
          if (!expected || name !== 'UNSUPPORTED_VERSION' || !said.startsWith(`Cannot write ${message.name} version `))
            t.fail(`${where}: ${said}; ${expected ?? 'nothing'} was to be refused`)
          refused++
        }
      }
    }
  }
  t.ok(refused > 500 && written > 2000, `${refused} refused, ${written} written`)
})

t.test('a refusal names the message, its version, the field, its value, and the versions that have it', async t => {
  const rows: [message: AnyMessage, version: number, value: object, expected: string][] = [
    [
      Metadata.request,
      3,
      { topics: null, allowAutoTopicCreation: false },
      'Cannot write MetadataRequest version 3 with allowAutoTopicCreation false: versions 4-13 have it',
    ],
    [
      ListGroups.request,
      3,
      { statesFilter: ['Stable'] },
      "Cannot write ListGroupsRequest version 3 with statesFilter [ 'Stable' ]: versions 4-5 have it",
    ],
    [
      Fetch.response,
      10,
      {
        responses: [
          {
            topic: 't',
            partitions: [
              {
                partitionIndex: 0,
                highWatermark: 0,
                abortedTransactions: null,
                records: null,
                divergingEpoch: { epoch: 1, endOffset: 5 },
              },
            ],
          },
        ],
      },
      'Cannot write FetchResponse version 10 with PartitionData.divergingEpoch { epoch: 1, endOffset: 5 }: versions 12-18 have it',
    ],
    // It is gone in later versions, and null is not its default.
    [
      OffsetFetch.request,
      8,
      { groups: [], topics: null },
      'Cannot write OffsetFetchRequest version 8 with topics null: versions 1-7 have it',
    ],
  ]
  for (const [message, version, value, expected] of rows)
    t.throws(() => message.write(new Writer(), value, version), { name: 'UNSUPPORTED_VERSION', message: expected })
})

t.test('what is as it would be read there is not refused', async t => {
  const same = (message: AnyMessage, version: number, value: object, more: object) => {
    const bytes = (value: object) => {
      const writer = new Writer()
      message.write(writer, value, version)
      return writer.toBuffer().toString('hex')
    }
    t.equal(bytes({ ...value, ...more }), bytes(value), `${message.name} v${version}: ${JSON.stringify(more)}`)
  }
  same(Metadata.request, 3, { topics: null }, { allowAutoTopicCreation: true, includeTopicAuthorizedOperations: false })
  same(ListGroups.request, 3, {}, { statesFilter: [], typesFilter: undefined })
  same(OffsetFetch.request, 8, { groups: [] }, { topics: [], groupId: '' })
  const fetch = { maxWaitMs: 0, minBytes: 0, topics: [] }
  same(Fetch.request, 4, fetch, { replicaState: { replicaId: -1, replicaEpoch: -1 }, forgottenTopicsData: [] })
  // Ignorable: set, and left out.
  same(Fetch.request, 4, fetch, { rackId: 'r1', sessionId: 7, sessionEpoch: 3, clusterId: 'c' })
})
