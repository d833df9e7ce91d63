import t from 'tap'
import { readJavaMap, writeJavaMap } from '../../../src/connect/storage/java-map.ts'

/** Written by java.io.ObjectOutputStream of JDK 17: three entries, one of them without a value. */
const BY_JAVA = Buffer.from(
  'aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f724900097468726573686f' +
    '6c6478703f4000000000000c77080000001000000003757200025b42acf317f8060854e002000078700000000d5b2261222c7b2266223a317d5d' +
    '7571007e00020000000e7b22706f736974696f6e223a337d7571007e00020000000b5b22c3a9222c6e756c6c5d7571007e0002000000027b7d75' +
    '71007e0002000000085b2262222c7b7d5d7078',
  'hex',
)
const EMPTY_BY_JAVA = Buffer.from(
  'aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f724900097468726573686f' +
    '6c6478703f400000000000007708000000100000000078',
  'hex',
)
const entries = [
  ['["a",{"f":1}]', '{"position":3}'],
  ['["é",null]', '{}'],
  ['["b",{}]', null],
] as const
const buffers = entries.map(([key, value]) => [Buffer.from(key), value === null ? null : Buffer.from(value)] as const)

t.test('what Java wrote is read, and written again byte for byte', async t => {
  const read = readJavaMap(BY_JAVA, 'offsets')
  t.same(
    read.map(([key, value]) => [String(key), value === null ? null : String(value)]),
    entries,
  )
  t.equal(writeJavaMap(read).toString('hex'), BY_JAVA.toString('hex'))
  t.equal(writeJavaMap(buffers).toString('hex'), BY_JAVA.toString('hex'))
  t.same(readJavaMap(EMPTY_BY_JAVA, 'offsets'), [])
  t.same(readJavaMap(writeJavaMap([]), 'offsets'), [])
})

t.test('buckets are as many as Java makes for so many entries', async t => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => [Buffer.from(String(i)), Buffer.from('x')] as const)
  const bucketsOf = (bytes: Buffer) => bytes.readInt32BE(bytes.indexOf(Buffer.from([0x77, 8])) + 2)
  for (const [count, buckets] of [
    [12, 16],
    [13, 32],
    [24, 32],
    [25, 64],
  ] as const)
    t.equal(bucketsOf(writeJavaMap(many(count))), buckets, `${count} entries`)
  t.same(readJavaMap(writeJavaMap(many(100)), 'f').length, 100)
})

t.test('a file that is cut anywhere is refused, with the byte', async t => {
  for (let cut = 0; cut < BY_JAVA.length; cut++)
    t.throws(() => readJavaMap(BY_JAVA.subarray(0, cut), 'offsets'), { name: 'CorruptFileError' }, `cut at byte ${cut}`)
})

t.test('something else is refused, and said what', async t => {
  const other = Buffer.from(BY_JAVA)
  other.write('X', 8)
  t.throws(() => readJavaMap(other, 'offsets'), /offsets is damaged at byte 5: there is no java.util.HashMap/)
  t.throws(() => readJavaMap(Buffer.from('{"a":1}'), 'offsets'), /does not begin as a Java object/)
})
