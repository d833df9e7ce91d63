import t from 'tap'
import { crc32 } from '../../src/lib/crc32.ts'
import { batchMagic } from '../../src/protocol/batch.ts'
import { decodeLegacyRecords, readLegacyMessage, verifyLegacyCrc } from '../../src/protocol/legacy.ts'
import { asHex, kafkaBatches } from '../kit/batches.ts'

const old = kafkaBatches.filter(({ magic }) => magic < 2)
const find = (magic: number, codec: string) =>
  Buffer.from(old.find(batch => batch.magic === magic && batch.codec === codec)!.hex, 'hex')

t.test('the messages of every set Kafka wrote, compressed or not', async t => {
  t.equal(old.length, 8)
  for (const { magic, codec, hex, records } of old) {
    const set = Buffer.from(hex, 'hex')
    const read = []
    for (let at = 0; at < set.length; ) {
      t.ok(verifyLegacyCrc(set, at), `magic ${magic}, ${codec}: CRC at ${at}`)
      t.equal(batchMagic(set, at), magic)
      read.push(...decodeLegacyRecords(set, at))
      at += readLegacyMessage(set, at).size
    }
    t.same(asHex(read), records, `magic ${magic}, ${codec}`)
  }
})

t.test('the outer message says the last offset and the codec', async t => {
  t.match(readLegacyMessage(find(1, 'gzip')), {
    offset: 102,
    magic: 1,
    compression: 'gzip',
    hasLogAppendTime: false,
    timestamp: 1_700_000_000_005,
    key: null,
  })
  t.match(readLegacyMessage(find(0, 'lz4')), { offset: 102, magic: 0, compression: 'lz4', timestamp: -1 })
})

t.test('magic 1 with log append time: the outer timestamp is everybody’s', async t => {
  const set = find(1, 'gzip')
  set[17]! |= 0x08
  set.writeInt32BE(crc32(set.subarray(16)) | 0, 12)
  t.ok(verifyLegacyCrc(set))
  t.same(
    decodeLegacyRecords(set).map(({ offset, timestamp }) => [offset, timestamp]),
    [
      [100, 1_700_000_000_005],
      [101, 1_700_000_000_005],
      [102, 1_700_000_000_005],
    ],
  )
})

t.test('magic 1 offsets are relative to the last, though compaction took some away', async t => {
  const message = (offset: number, attributes: number, value: Buffer) => {
    const bytes = Buffer.alloc(34 + value.length)
    bytes.writeBigInt64BE(BigInt(offset))
    bytes.writeInt32BE(bytes.length - 12, 8)
    bytes[16] = 1
    bytes[17] = attributes
    bytes.writeInt32BE(-1, 26)
    bytes.writeInt32BE(value.length, 30)
    value.copy(bytes, 34)
    return bytes
  }
  const { gzipSync } = await import('node:zlib')
  const inner = [message(2, 0, Buffer.from('a')), message(7, 0, Buffer.from('b'))]
  const wrapper = message(1007, 1, gzipSync(Buffer.concat(inner)))
  t.same(
    decodeLegacyRecords(wrapper).map(({ offset }) => offset),
    [1002, 1007],
  )
  const refused: [string, Buffer][] = [
    ['nothing', gzipSync(Buffer.alloc(0))],
    ['compressed again', gzipSync(wrapper)],
    ['magic 0 in magic 1', gzipSync(find(0, 'none'))],
    ['a torn message', gzipSync(Buffer.concat(inner).subarray(0, -1))],
    ['no gzip', Buffer.from('nonsense')],
  ]
  for (const [what, value] of refused)
    t.throws(() => decodeLegacyRecords(message(1007, 1, value)), { name: 'CORRUPT_MESSAGE' }, what)
  t.throws(() => decodeLegacyRecords(wrapper, 0, 50), { name: 'MESSAGE_TOO_LARGE' })
})

t.test('zstd, magic 2, sizes that lie: refused', async t => {
  const lies: [string, (set: Buffer) => void, RegExp][] = [
    ['zstd', set => set.writeInt8(4, 17), /codec 4/],
    ['codec 7', set => set.writeInt8(7, 17), /codec 7/],
    ['magic 2', set => set.writeInt8(2, 16), /magic 2/],
    ['magic -1', set => set.writeInt8(-1, 16), /magic -1/],
    ['size', set => set.writeInt32BE(2 ** 31 - 1, 8), /ends behind/],
    ['small size', set => set.writeInt32BE(13, 8), /less than any/],
    ['too small for magic 1', set => set.writeInt32BE(21, 8), /too few/],
    ['key size -2', set => set.writeInt32BE(-2, 26), /-2 bytes/],
    ['key size', set => set.writeInt32BE(1000, 26), /1000 bytes/],
    ['value size', set => set.writeInt32BE(39, 32), /1 bytes behind/],
  ]
  for (const [what, lie, message] of lies) {
    const set = find(1, 'none')
    lie(set)
    t.throws(() => decodeLegacyRecords(set), { name: 'CORRUPT_MESSAGE', message }, what)
  }
})

t.test('cut or changed in any byte, nothing worse than a KafkaError', async t => {
  for (const { hex } of old) {
    const set = Buffer.from(hex, 'hex')
    const first = set.subarray(0, readLegacyMessage(set).size)
    for (let cut = 0; cut < first.length; cut++)
      t.throws(() => decodeLegacyRecords(first.subarray(0, cut)), { name: 'CORRUPT_MESSAGE' })
    for (let at = 0; at < first.length; at++)
      for (const mask of [0x01, 0x10, 0x80, 0xff]) {
        const broken = Buffer.from(first)
        broken[at]! ^= mask
        try {
          decodeLegacyRecords(broken, 0, 1 << 20)
        } catch (error) {
          if (!['CORRUPT_MESSAGE', 'MESSAGE_TOO_LARGE'].includes((error as Error).name)) t.fail(String(error))
        }
      }
  }
})
