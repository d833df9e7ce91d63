/** JSON of internal records, held against what the formatters of Apache Kafka 4.3.1 print of the same bytes. */
import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { recordJson, UnknownType } from '../../src/cli/coordinator-records.ts'
import * as group from '../../src/protocol/generated/records/group/index.ts'
import { shapes as groupShapes } from '../../src/protocol/generated/records/group/shapes.ts'
import * as share from '../../src/protocol/generated/records/share/index.ts'
import { shapes as shareShapes } from '../../src/protocol/generated/records/share/shapes.ts'
import * as transaction from '../../src/protocol/generated/records/transaction/index.ts'
import { shapes as transactionShapes } from '../../src/protocol/generated/records/transaction/shapes.ts'

const file = path.resolve(import.meta.dirname, '../../fixtures/cli/formatters.json.gz')
const { coordinatorOutput } = JSON.parse(gunzipSync(fs.readFileSync(file)).toString()) as {
  coordinatorOutput: { class: string; message: string; key: string; value: string | null; out: string }[]
}
const kinds = {
  Offsets: { messages: group.messages, shapes: groupShapes },
  GroupMetadata: { messages: group.messages, shapes: groupShapes },
  TransactionLog: { messages: transaction.messages, shapes: transactionShapes },
  ShareGroupMessage: { messages: group.messages, shapes: groupShapes },
  ShareGroupState: { messages: share.messages, shapes: shareShapes },
}

t.test('every record is printed as Kafka prints it', async t => {
  let seen = 0
  for (const { class: name, message, key, value, out } of coordinatorOutput) {
    const kind = Object.entries(kinds).find(([word]) => name.includes(word))?.[1]
    if (!kind || out === '') continue
    seen++
    const bytes = value === null ? null : Buffer.from(value, 'hex')
    const json = recordJson(kind, Buffer.from(key, 'hex'), bytes)
    const shown = json.value === undefined ? 'null' : `{"version":${json.version},"data":${json.value}}`
    t.equal(
      `{"key":{"type":${json.type},"data":${json.key}},"value":${shown}}`,
      out,
      `${message} ${value ?? 'deleted'}`,
    )
  }
  t.ok(seen > 10, `${seen} records`)
})

t.test('an int64 keeps all its digits', async t => {
  const key = Buffer.from('0003000167', 'hex')
  const value = Buffer.from('0000000000050100087123456789abcdef', 'hex')
  t.equal(recordJson(kinds.Offsets, key, value).value, '{"epoch":5,"metadataHash":8152436061464415727}')
  t.throws(() => recordJson(kinds.Offsets, key, value.subarray(0, 5)), Error, 'cut short')
})

t.test('what is not known says so', async t => {
  t.throws(() => recordJson(kinds.Offsets, Buffer.from('00ff', 'hex'), null), UnknownType)
})
