import t from 'tap'
import { lz4 } from '../../../src/protocol/compress/lz4.ts'
import { kafkaLog } from '../../kit/batches.ts'

/** 'hello hello hello hello ': literal 'hello ', a match of 13 from 6 back, literal 'ello '; and as it is. */
const block = Buffer.from('6968656c6c6f2006005' + '0656c6c6f20', 'hex')
const text = Buffer.from('hello hello hello hello ')
const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const frame = (o: { flags?: number; sizes?: number; between?: Buffer; blocks?: Buffer[]; checksum?: Buffer }) =>
  Buffer.concat([
    Buffer.from('04224d18', 'hex'),
    Buffer.from([o.flags ?? 0x60, o.sizes ?? 0x40]),
    o.between ?? Buffer.alloc(0),
    Buffer.from([0x82]),
    ...(o.blocks ?? [uint32(block.length), block]),
    uint32(0),
    o.checksum ?? Buffer.alloc(0),
  ])

t.test('a frame as Kafka’s Java client writes it: header, blocks of 64 KiB, end mark', async t => {
  const compressed = lz4.compress(Buffer.alloc(70_000, 'x'))
  t.equal(compressed.toString('hex', 0, 7), '04224d18604082')
  const first = compressed.readUInt32LE(7)
  const second = compressed.readUInt32LE(11 + first)
  t.equal(compressed.length, 7 + 4 + first + 4 + second + 4)
  t.equal(lz4.compress(Buffer.alloc(0)).toString('hex'), '04224d1860408200000000')
})

t.test('bytes that do not shrink are stored', async t => {
  const data = Buffer.from(Array.from({ length: 256 }, (_, i) => (i * 167) & 0xff))
  const compressed = lz4.compress(data)
  t.equal(compressed.readUInt32LE(7), 0x80000000 + 256)
  t.same(lz4.decompress(compressed, 256), data)
})

t.test('every flag that others set', async t => {
  const all: [string, Buffer][] = [
    ['plain', frame({})],
    ['a wrong header checksum', Buffer.from(frame({}).map((byte, at) => (at === 6 ? 0x1a : byte)))],
    ['content size', frame({ flags: 0x68, between: Buffer.alloc(8) })],
    ['content checksum', frame({ flags: 0x64, checksum: uint32(7) })],
    ['block checksums', frame({ flags: 0x70, blocks: [uint32(block.length), block, uint32(7)] })],
    ['linked', frame({ flags: 0x40 })],
    ['blocks of 4 MiB', frame({ sizes: 0x70 })],
    ['stored', frame({ blocks: [uint32(0x80000000 + text.length), text] })],
  ]
  for (const [what, bytes] of all) t.same(lz4.decompress(bytes, 24), text, what)
})

t.test('blocks that refer to the ones before', async t => {
  const expected = Array.from({ length: 6000 }, (_, i) =>
    i % 500 === 0 ? `line ${i} of many, hello kafka\n` : 'hello kafka, hello log\n',
  ).join('')
  t.equal(lz4.decompress(kafkaLog('linked.lz4'), 1 << 20).toString(), expected)
  // Short blocks: the window reaches over several of them. A match of 12 from 24 back, then a literal.
  const back = Buffer.from('0818005078787878' + '78', 'hex')
  const linked = frame({
    flags: 0x40,
    blocks: [
      uint32(0x80000000 + 12),
      text.subarray(0, 12),
      uint32(0x80000000 + 12),
      text.subarray(12),
      uint32(9),
      back,
    ],
  })
  t.equal(lz4.decompress(linked, 100).toString(), 'hello hello hello hello hello hello xxxxx')
  linked[4] = 0x60
  t.throws(() => lz4.decompress(linked, 100), { name: 'CORRUPT_MESSAGE' }, 'independent, it may not')
})

t.test('what is no such frame is refused, and says why', async t => {
  const all: [Buffer, RegExp][] = [
    [Buffer.alloc(0), /magic/],
    [Buffer.from('184d220404004082', 'hex'), /magic/],
    [frame({ flags: 0x20 }), /version 0/],
    [frame({ flags: 0xe0 }), /version 3/],
    [frame({ flags: 0x61 }), /dictionary/],
    [frame({ sizes: 0x30 }), /block size 3/],
    [frame({ blocks: [uint32(65537), Buffer.alloc(65537)] }), /65537 bytes/],
    [frame({ blocks: [uint32(100), block] }), /ends behind/],
    [frame({}).subarray(0, -4), /without its end mark/],
  ]
  for (const [bytes, message] of all) t.throws(() => lz4.decompress(bytes, 1000), { name: 'CORRUPT_MESSAGE', message })
})
