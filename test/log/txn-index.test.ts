import t from 'tap'
import { Handles } from '../../src/log/handles.ts'
import { type AbortedTransaction, decodeAborted, encodeAborted, TxnIndex } from '../../src/log/txn-index.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { bytes } from './indexes.hex.ts'

const aborted: AbortedTransaction = { producerId: 7, firstOffset: 100, lastOffset: 120, lastStableOffset: 110 }
/** version | producer id | first offset | last offset | last stable offset */
const HEX = '0000|0000000000000007|0000000000000064|0000000000000078|000000000000006e'

t.test('an entry as Kafka writes it', async t => {
  t.equal(encodeAborted(aborted).toString('hex'), bytes(HEX).toString('hex'))
  t.same(decodeAborted(bytes(HEX)), [aborted])
  t.same(decodeAborted(Buffer.alloc(0)), [])
})

t.test('bytes that cannot be an index are none', async t => {
  for (const [hex, why] of [
    [HEX.slice(0, -2), 'torn'],
    [`0001${HEX.slice(4)}`, 'another version'],
    [HEX + HEX, 'last offsets must grow'],
    ['0000|0000000000000007|0000000000000079|0000000000000078|000000000000006e', 'it ends before it begins'],
  ] as const)
    t.equal(decodeAborted(bytes(hex)), undefined, why)
})

t.test('there is a file when there is an entry, and none when there is none', async t => {
  const disk = new ForgetfulDisk()
  const index = new TxnIndex(disk, new Handles(disk), '/x')
  t.same(index.entries, [])
  t.notOk(disk.exists('/x'))
  index.append(aborted)
  index.append({ ...aborted, lastOffset: 130 })
  t.equal(disk.stat('/x')?.size, 68)
  t.equal(new TxnIndex(disk, new Handles(disk), '/x').entries?.length, 2)
  index.replace([aborted])
  t.equal(disk.stat('/x')?.size, 34)
  index.replace([])
  t.notOk(disk.exists('/x'))
})
