import t from 'tap'
import { ARRAY_MAX, ProtocolError, Reader, STRING_MAX, TAGS_MAX } from '../../src/protocol/reader.ts'

const of = (hex: string) => new Reader(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const refused = (message: RegExp) => ({ name: 'ProtocolError', message })

/** A table: bytes, what is made of them. All of the bytes must be used. */
function reads(t: Tap, read: (r: Reader) => unknown, rows: [hex: string, value: unknown][]): void {
  for (const [hex, value] of rows) {
    const reader = of(hex)
    t.strictSame(read(reader), value, hex)
    t.equal(reader.remaining, 0, `${hex} is read whole`)
  }
}
type Tap = { strictSame(a: unknown, b: unknown, what: string): void; equal(a: unknown, b: unknown, what: string): void }

t.test('integers, at both ends of what they hold', async t => {
  reads(t, r => r.int8(), [
    ['80', -128],
    ['ff', -1],
    ['7f', 127],
  ])
  reads(t, r => r.int16(), [
    ['8000', -32768],
    ['7fff', 32767],
  ])
  reads(t, r => r.uint16(), [
    ['0000', 0],
    ['ffff', 65535],
  ])
  reads(t, r => r.int32(), [
    ['80000000', -(2 ** 31)],
    ['ffffffff', -1],
    ['7fffffff', 2 ** 31 - 1],
  ])
  reads(t, r => r.uint32(), [
    ['00000000', 0],
    ['ffffffff', 2 ** 32 - 1],
  ])
})

t.test('int64 is exact up to 2^53; Long.MAX_VALUE, which means no limit, is the nearest number', async t => {
  reads(t, r => r.int64(), [
    ['0000000000000000', 0],
    ['00000000ffffffff', 2 ** 32 - 1],
    ['0000000100000000', 2 ** 32], // the low half has come round
    ['ffffffffffffffff', -1],
    ['fffffffeffffffff', -(2 ** 32) - 1],
    ['001fffffffffffff', Number.MAX_SAFE_INTEGER],
    ['ffe0000000000001', Number.MIN_SAFE_INTEGER],
    ['7fffffffffffffff', 2 ** 63],
    ['8000000000000000', -(2 ** 63)],
  ])
})

t.test('a hash is all 64 bits', async t => {
  reads(t, r => r.hash(), [
    ['0020000000000001', 2n ** 53n + 1n],
    ['7fffffffffffffff', 2n ** 63n - 1n],
    ['8000000000000001', -(2n ** 63n) + 1n],
  ])
})

t.test('float64, uuid, and a bool, which is true for any byte but 0', async t => {
  reads(t, r => r.float64(), [
    ['3ff8000000000000', 1.5],
    ['fff0000000000000', Number.NEGATIVE_INFINITY],
  ])
  reads(t, r => r.uuid(), [
    ['00000000000000000000000000000000', 'AAAAAAAAAAAAAAAAAAAAAA'],
    ['ffffffffffffffffffffffffffffffff', '_____________________w'],
  ])
  reads(t, r => r.bool(), [
    ['00', false],
    ['01', true],
    ['80', true],
  ])
})

t.test('uvarint: seven bits a byte, up to 32 bits', async t => {
  reads(t, r => r.uvarint(), [
    ['00', 0],
    ['7f', 127],
    ['8001', 128],
    ['ff7f', 2 ** 14 - 1],
    ['808001', 2 ** 14],
    ['ffff7f', 2 ** 21 - 1],
    ['80808001', 2 ** 21],
    ['ffffff7f', 2 ** 28 - 1],
    ['8080808001', 2 ** 28],
    ['ffffffff0f', 2 ** 32 - 1],
    ['8000', 0], // longer than it need be, as Kafka takes it
  ])
  for (const hex of ['8080808010', 'ffffffff1f', 'ffffffff7f', '808080808000'])
    t.throws(() => of(hex).uvarint(), refused(/exceeds 32 bits/), hex)
})

t.test('strings and bytes: the length of two or four bytes, or a varint one too large', async t => {
  reads(t, r => r.string(false), [
    ['0000', ''],
    ['0003 c3a961', 'éa'],
  ])
  reads(t, r => r.string(true), [
    ['01', ''],
    ['04 c3a961', 'éa'],
  ])
  reads(t, r => r.nullableString(false), [
    ['ffff', null],
    ['0000', ''],
  ])
  reads(t, r => r.nullableString(true), [
    ['00', null],
    ['01', ''],
  ])
  reads(t, r => r.bytes(false).toString('hex'), [
    ['00000000', ''],
    ['00000002 00ff', '00ff'],
  ])
  reads(t, r => r.bytes(true).toString('hex'), [['03 00ff', '00ff']])
  reads(t, r => r.nullableBytes(false), [['ffffffff', null]])
  reads(t, r => r.nullableBytes(true), [['00', null]])
  reads(t, r => r.array(false, 1), [['00000000', 0]])
  reads(t, r => r.nullableArray(false, 1), [['ffffffff', -1]])
  reads(t, r => r.nullableArray(true, 1), [['00', -1]])
})

t.test('null where there may be none', async t => {
  t.throws(() => of('ffff').string(false), refused(/a string before 2: it is null/))
  t.throws(() => of('00').string(true), refused(/a string before 1: it is null/))
  t.throws(() => of('ffffffff').bytes(false), refused(/bytes before 4: it is null/))
  t.throws(() => of('00').bytes(true), refused(/bytes before 1: it is null/))
  t.throws(() => of('ffffffff').array(false, 1), refused(/an array before 4: it is null/))
  t.throws(() => of('00').array(true, 1), refused(/an array before 1: it is null/))
})

t.test('bytes are a view on the buffer, not a copy', async t => {
  const buffer = Buffer.from('03616200', 'hex')
  const read = new Reader(buffer).bytes(true)
  buffer[1] = 0x7a
  t.equal(read.toString(), 'zb')
})

t.test('a reader begins and ends where it was told to, not where the buffer does', async t => {
  const reader = new Reader(Buffer.from('ff0102ff', 'hex'), 1, 3)
  t.equal(reader.remaining, 2)
  t.equal(reader.int16(), 0x0102)
  t.throws(() => reader.int8(), refused(/Cannot read 1 bytes at 3: only 0 are left/))
  t.equal(reader.position, 3, 'a refusal does not move it')
})

// Every length comes from a stranger. It is refused for what it says, so a frame of ten bytes cannot ask for a gigabyte.
t.test('a length is held against what is left', async t => {
  for (const [what, read] of lengths) t.throws(read, { name: 'ProtocolError' }, what)
  t.throws(() => of('0000000a 00').bytes(false), refused(/Cannot read 10 bytes at 4: only 1 are left/))
})
const lengths: [string, () => unknown][] = [
  ['a string one byte too long', () => of('0002 61').string(false)],
  ['a compact string one byte too long', () => of('03 61').string(true)],
  ['bytes of 2 GiB', () => of('7fffffff 61').bytes(false)],
  ['compact bytes of 4 GiB', () => of('ffffffff0f 61').bytes(true)],
]

t.test(`a string of ${STRING_MAX} bytes is the longest, in both forms`, async t => {
  const text = Buffer.alloc(STRING_MAX, 'x')
  t.equal(new Reader(Buffer.concat([Buffer.from('808002', 'hex'), text])).string(true).length, STRING_MAX)
  const more = Buffer.concat([Buffer.from('818002', 'hex'), text, text]) // 0x8000, and they are there
  t.throws(() => new Reader(more).string(true), refused(/a string of 32768 bytes before 3: it exceeds 32767/))
})

t.test('an array has no more elements than its bytes could hold, nor than anybody needs', async t => {
  const left = (bytes: number) => new Reader(Buffer.concat([Buffer.from('00000003', 'hex'), Buffer.alloc(bytes)]))
  t.equal(left(12).array(false, 4), 3)
  t.throws(() => left(11).array(false, 4), refused(/an array of 3 elements before 4: 11 bytes are left/))
  t.throws(() => left(11).nullableArray(false, 4), refused(/an array of 3 elements/))
  const many = (count: number) => {
    const bytes = Buffer.alloc(4 + count)
    bytes.writeInt32BE(count)
    return new Reader(bytes)
  }
  t.equal(many(ARRAY_MAX).array(false, 1), ARRAY_MAX)
  t.throws(() => many(ARRAY_MAX + 1).array(false, 1), refused(/an array of 1000001 elements/))
})

t.test('tagged fields: two bytes each at least, and 10,000 at most', async t => {
  t.equal(of('00').tags(), 0)
  t.equal(of('01 0500').tags(), 1)
  t.throws(() => of('02 0500 05').tags(), refused(/2 tagged fields before 1: 3 bytes are left/))
  const count = (hex: string) => new Reader(Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(3 * TAGS_MAX)]))
  t.equal(count('904e').tags(), TAGS_MAX)
  t.throws(() => count('914e').tags(), refused(/10001 tagged fields/))
})

t.test('a tagged field is exactly as long as it says', async t => {
  const reader = of('0102 03')
  const outer = reader.enter(2)
  t.equal(reader.remaining, 2, 'what follows it is out of reach')
  reader.int8()
  t.throws(() => reader.leave(outer), refused(/ends at 1, not at 2 as it says/))
  reader.int8()
  t.throws(() => reader.int8(), refused(/only 0 are left/))
  reader.leave(outer)
  t.equal(reader.int8(), 3)
  t.throws(() => of('01').enter(2), refused(/a tagged field of 2 bytes: 1 are left/))
})

t.test('what nobody knows is kept, in its order, as views', async t => {
  const reader = of('aabb cc')
  const outer = reader.enter(2)
  const first = reader.unknownTag(undefined, 7)
  reader.leave(outer)
  const both = reader.unknownTag(first, 9)
  t.same(both, [
    { tag: 7, data: Buffer.from('aabb', 'hex') },
    { tag: 9, data: Buffer.from('cc', 'hex') },
  ])
  t.match(of('').earlyTag(3, 11), new ProtocolError('Cannot read tag 3 before 0: version 11 does not have it yet'))
})
