import t from 'tap'
import { batches, readBatchHeader } from '../../src/protocol/batch.ts'
import {
  type ControlRecordInit,
  controlTypeOf,
  controlTypes,
  encodeControlBatch,
  encodeEndTxnMarker,
  readControlRecord,
  writeControlRecord,
} from '../../src/protocol/control.ts'
import { decodeRecords } from '../../src/protocol/record.ts'
import { kafkaBatches, kafkaLog, vectors } from '../kit/batches.ts'

const kafka = (note: string) => Buffer.from(kafkaBatches.find(batch => batch.note.startsWith(note))!.hex, 'hex')
const only = (batch: Buffer) => readControlRecord(decodeRecords(batch)[0]!)
const timestamp = 1_700_000_000_000

t.test('types have Kafka’s numbers', async t => {
  t.same(
    vectors.controlTypes.map(({ name }) => name),
    controlTypes,
  )
})

t.test('markers are read and written as Kafka does', async t => {
  for (const [note, committed] of [
    ['end of transaction ABORT', false],
    ['end of transaction COMMIT', true],
  ] as const) {
    t.same(only(kafka(note)), { type: committed ? 'COMMIT' : 'ABORT', value: { coordinatorEpoch: 12 } })
    const ours = encodeEndTxnMarker({
      committed,
      coordinatorEpoch: 12,
      producerId: 4000,
      producerEpoch: 3,
      timestamp,
      baseOffset: 55,
      leaderEpoch: 9,
    })
    t.same(ours, kafka(note))
  }
})

t.test('the markers in a log Kafka wrote', async t => {
  const log = kafkaLog('txn.log')
  const markers = [...batches(log)]
    .filter(({ header }) => header.isControl)
    .map(({ header, start }) => [header.baseOffset, controlTypeOf(decodeRecords(log, start)[0]!.key)])
  t.same(markers, [
    [2, 'COMMIT'],
    [5, 'ABORT'],
    [8, 'COMMIT'],
  ])
})

t.test('KRaft’s control records are read and written as Kafka does', async t => {
  const all: [string, { baseOffset?: number; leaderEpoch: number }, ControlRecordInit][] = [
    [
      'leader change',
      { leaderEpoch: 3 },
      {
        type: 'LEADER_CHANGE',
        value: { version: 0, leaderId: 2, voters: [{ voterId: 1 }, { voterId: 2 }], grantingVoters: [] },
      },
    ],
    [
      'snapshot header',
      { leaderEpoch: 3 },
      { type: 'SNAPSHOT_HEADER', value: { version: 0, lastContainedLogTimestamp: 1_699_999_999_999 } },
    ],
    ['snapshot footer', { baseOffset: 9, leaderEpoch: 3 }, { type: 'SNAPSHOT_FOOTER', value: { version: 0 } }],
    [
      'kraft version',
      { baseOffset: 1, leaderEpoch: 3 },
      { type: 'KRAFT_VERSION', value: { version: 0, kRaftVersion: 1 } },
    ],
  ]
  for (const [note, fields, record] of all) {
    const read = only(kafka(note))
    t.match(read, record, note)
    t.same(encodeControlBatch({ record, timestamp, ...fields }), kafka(note), note)
    t.same(encodeControlBatch({ record: read!, timestamp, ...fields }), kafka(note), `${note}, as it was read`)
  }
})

t.test('a snapshot as kafka-storage writes it begins and ends with control records', async t => {
  const file = kafkaLog('bootstrap.checkpoint')
  const types = [...batches(file)]
    .filter(({ header }) => header.isControl)
    .map(({ start }) => only(file.subarray(start))?.type)
  t.same(types, ['SNAPSHOT_HEADER', 'SNAPSHOT_FOOTER'])
})

t.test('control batches of KRaft have no producer; of transactions, one and no sequence', async t => {
  const record = { type: 'SNAPSHOT_FOOTER', value: { version: 0 } } as const
  t.match(readBatchHeader(encodeControlBatch({ record, timestamp })), {
    isControl: true,
    isTransactional: false,
    hasProducerId: false,
    leaderEpoch: -1,
  })
  t.match(readBatchHeader(kafka('end of transaction COMMIT')), {
    isTransactional: true,
    producerId: 4000,
    baseSequence: -1,
  })
})

t.test('a type that is not known yet is stepped over', async t => {
  for (const type of [7, 32767, -1]) {
    const key = Buffer.alloc(4)
    key.writeInt16BE(type, 2)
    t.equal(readControlRecord({ key, value: Buffer.alloc(6) }), undefined)
  }
})

t.test('a newer version is read as far as it is known', async t => {
  const { key } = writeControlRecord({ type: 'COMMIT', value: { coordinatorEpoch: 12 } })
  const value = Buffer.from('00050000000cffff', 'hex')
  t.same(readControlRecord({ key, value }), { type: 'COMMIT', value: { coordinatorEpoch: 12 } })
  t.equal(controlTypeOf(Buffer.from('000300010000', 'hex')), 'COMMIT')
})

t.test('broken ones are INVALID_RECORD, cut where they may be', async t => {
  for (const batch of ['end of transaction ABORT', 'leader change', 'kraft version'].map(kafka)) {
    const { key, value } = decodeRecords(batch)[0]!
    for (let cut = 0; cut < 4; cut++)
      t.throws(() => readControlRecord({ key: key!.subarray(0, cut), value }), { name: 'INVALID_RECORD' })
    for (let cut = 0; cut < value!.length; cut++)
      t.throws(() => readControlRecord({ key, value: value!.subarray(0, cut) }), { name: 'INVALID_RECORD' })
    t.throws(() => readControlRecord({ key, value: null }), { name: 'INVALID_RECORD', message: /no value/ })
    t.throws(() => readControlRecord({ key: null, value }), { name: 'INVALID_RECORD', message: /no key/ })
    const negative = Buffer.from(value!)
    negative.writeInt16BE(-1)
    t.throws(() => readControlRecord({ key, value: negative }), { name: 'INVALID_RECORD', message: /version -1/ })
    t.throws(() => controlTypeOf(Buffer.from('ffff0000', 'hex')), { name: 'INVALID_RECORD', message: /version -1/ })
  }
})
