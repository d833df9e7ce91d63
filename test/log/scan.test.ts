/** Batches one after the other, met by their headers or whole: wherever the file ends, and whatever lies in it. */
import t from 'tap'
import { headerAt, headers, isWhole, type ReadAt, recordsOf, search, wholeBatches } from '../../src/log/scan.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { kafkaBatches } from '../kit/batches.ts'
import { NOW } from './config.ts'

/** A file of these bytes. */
const readOf =
  (file: Buffer): ReadAt =>
  (buffer, at, length, position) =>
    file.copy(buffer, at, position, position + length)

/** `count` records from `baseOffset` on, in a batch of about 70 bytes more than `valueBytes`. */
const batch = (baseOffset: number, count = 1, valueBytes = 10) =>
  encodeBatch({
    baseOffset,
    records: Array.from({ length: count }, (_, i) => ({
      timestamp: NOW,
      value: Buffer.alloc(i === 0 ? valueBytes : 1, 'v'),
    })),
  })

const three = [batch(100, 5), batch(105, 5), batch(120, 1)]
const file = Buffer.concat(three)
/** Where each begins, and where the last one ends. */
const [first, second, third, end] = [0, 1, 2, 3].map(n => Buffer.concat(three.slice(0, n)).length) as [
  number,
  number,
  number,
  number,
]
const positions = [first, second, third]

// A crash can cut the file anywhere, so cut it everywhere.
t.test('headers() and wholeBatches() end where the first torn batch begins', async t => {
  for (let cut = 0; cut <= file.length; cut++) {
    const torn = file.subarray(0, cut)
    const whole = positions.filter((_, i) => [second, third, end][i]! <= cut)
    t.same(
      Array.from(headers(readOf(torn), 0, cut), ({ position }) => position),
      whole,
      `headers, cut at byte ${cut}`,
    )
    t.same(
      Array.from(wholeBatches(readOf(torn), 0, cut), ({ position }) => position),
      whole,
      `whole, cut at byte ${cut}`,
    )
  }
})

t.test('search() finds the batch that holds an offset, even in its middle, or the first one after it', async t => {
  const at = (offset: number, from = 0) => search(readOf(file), from, end, offset, 100)
  const cases: [offset: number, position: number][] = [
    [0, first],
    [100, first],
    [104, first],
    [105, second],
    [109, second],
    [110, third],
    [119, third],
    [120, third],
    [121, end],
    [9000, end],
  ]
  for (const [offset, position] of cases) t.equal(at(offset), position, `offset ${offset}`)
  t.equal(at(109, second), second, 'from where an index points at')
  t.equal(at(120, second), third)
  t.equal(search(readOf(Buffer.alloc(0)), 0, 0, 100, 100), 0, 'in an empty file there is none')
})

t.test('search() says where no batch can begin', async t => {
  const isWrong = (bytes: Buffer, from: number, base: number, offset: number, position: number, what: string) =>
    t.equal(search(readOf(bytes), from, bytes.length, offset, base), -1 - position, what)
  isWrong(file, 0, 101, 9000, first, 'a batch before the base of the segment')
  isWrong(Buffer.concat([three[1]!, three[0]!]), 0, 100, 9000, three[1]!.length, 'offsets that go back')
  isWrong(Buffer.concat([three[0]!, three[0]!]), 0, 100, 9000, three[0]!.length, 'the same offsets again')
  isWrong(file, second, 100, 104, second, 'an index that points behind what is looked for')
  isWrong(file, second + 1, 100, 9000, second + 1, 'an index that points into a batch')
  const backwards = Buffer.from(file)
  backwards.writeInt32BE(-1, second + 23)
  isWrong(backwards, 0, 100, 9000, second, 'a last offset before the first')
  const newer = Buffer.from(file)
  newer.writeInt8(3, second + 16)
  isWrong(newer, 0, 100, 9000, second, 'magic 3')
  t.equal(search(readOf(file), 0, end, 9000, 100), end)
  const shorter = search(readOf(file.subarray(0, third + 20)), 0, end, 9000, 100)
  t.equal(shorter, -1 - third, 'a file that is shorter than it should be, where another search has left bytes')
  for (let cut = third + 1; cut < end; cut++)
    isWrong(file.subarray(0, cut), 0, 100, 9000, third, `a torn batch, cut at byte ${cut}`)
  t.equal(search(readOf(file.subarray(0, third + 1)), 0, third + 1, 107, 100), second, 'what comes before it is found')
})

t.test('a header that lies across the end of the window is met, whatever its place', async t => {
  const window = 8 * 1024
  const small = batch(1)
  // Of the second batch 0 to 70 bytes lie in the first window.
  for (let inside = 0; inside <= small.length; inside++) {
    const large = batch(0, 1, window - inside - 72)
    const bytes = Buffer.concat([large, small, batch(2)])
    const expected = [0, large.length, large.length + small.length]
    t.ok(large.length <= window + 4 && large.length + small.length >= window - 4, `${large.length} bytes come first`)
    t.same(
      Array.from(headers(readOf(bytes), 0, bytes.length), ({ position }) => position),
      expected,
    )
    t.equal(search(readOf(bytes), 0, bytes.length, 1, 0), expected[1])
    t.equal(search(readOf(bytes), 0, bytes.length, 2, 0), expected[2])
  }
})

t.test('the bytes of whole batches stay what they are while others are read, however large', async t => {
  // 1 MiB is read at a time: one batch is larger, and some lie across the end of what was read.
  const all = [700_000, 10, 600_000, 3_000_000, 10].map((valueBytes, i) => batch(i, 1, valueBytes))
  const bytes = Buffer.concat(all)
  const met = [...wholeBatches(readOf(bytes), 0, bytes.length)]
  t.equal(met.length, all.length)
  for (const [i, each] of met.entries()) t.ok(each.bytes.equals(all[i]!), `batch ${i}`)
})

t.test('headerAt() believes no header that cannot be one', async t => {
  const wrong = (what: string, change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(three[0]!)
    change(bytes)
    t.equal(headerAt(bytes, 0, bytes.length), undefined, what)
  }
  t.match(headerAt(file, second, file.length), { baseOffset: 105, lastOffset: 109, size: third - second })
  t.match(headerAt(file, second, second + 61), { baseOffset: 105 }, 'its batch may end behind the buffer')
  t.equal(headerAt(file, second, second + 60), undefined, 'a byte of it is not there')
  wrong('an offset below zero', bytes => void bytes.writeInt32BE(-1, 0))
  wrong('a size that has no room for a header', bytes => void bytes.writeInt32BE(48, 8))
  wrong('a negative size', bytes => void bytes.writeInt32BE(-1, 8))
  wrong('magic 3', bytes => void bytes.writeInt8(3, 16))
  wrong('a last offset before the first', bytes => void bytes.writeInt32BE(-1, 23))
  wrong('less than no records', bytes => void bytes.writeInt32BE(-1, 57))
})

t.test('messages of magic 0 and 1, as Apache Kafka wrote them, are met as batches of one record', async t => {
  const old = kafkaBatches.filter(({ magic, codec }) => magic < 2 && codec === 'none')
  t.equal(old.length, 2)
  for (const { magic, hex, records } of old) {
    const bytes = Buffer.from(hex, 'hex')
    const met = [...headers(readOf(bytes), 0, bytes.length)].map(({ header }) => [
      header.baseOffset,
      header.lastOffset,
      header.maxTimestamp,
      header.leaderEpoch,
    ])
    t.same(
      met,
      records.map(({ offset, timestamp }) => [offset, offset, magic === 0 ? -1 : timestamp, -1]),
      `magic ${magic}`,
    )
    const whole = [...wholeBatches(readOf(bytes), 0, bytes.length)]
    t.same(
      whole.flatMap(each => recordsOf(each.bytes).map(({ offset, value }) => [offset, value?.toString('hex') ?? null])),
      records.map(({ offset, value }) => [offset, value]),
    )
    t.equal(search(readOf(bytes), 0, bytes.length, 101, 0), whole[1]!.position)
    // Batches of today may follow.
    const mixed = Buffer.concat([bytes, batch(103, 2)])
    t.equal(search(readOf(mixed), 0, mixed.length, 104, 0), bytes.length)
    t.equal([...headers(readOf(mixed), 0, mixed.length)].length, 4)
  }
})

t.test('isWhole() sees every bit that has turned, but for those that are under no checksum', async t => {
  for (const { magic, hex, note } of kafkaBatches.filter(({ records }) => records.length > 1)) {
    const all = Buffer.from(hex, 'hex')
    const [{ bytes }] = wholeBatches(readOf(all), 0, all.length) as unknown as [{ bytes: Buffer }]
    t.ok(isWhole(bytes), note)
    // The offset and the size; in magic 2 the leader epoch as well. The magic byte says how to look.
    for (let at = magic === 2 ? 17 : 12; at < bytes.length; at++) {
      if (at === 16) continue
      const flipped = Buffer.from(bytes)
      flipped[at]! ^= 1
      if (isWhole(flipped)) t.fail(`${note}, magic ${magic}: byte ${at} is not looked at`)
    }
  }
})
