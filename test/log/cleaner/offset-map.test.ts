/** Key to last offset: an answer for every key that was put, for no other, and an end to every search. */
import t from 'tap'
import { seededRandom } from '../../../src/lib/random.ts'
import { OffsetMap } from '../../../src/log/cleaner/offset-map.ts'

const ENTRY_BYTES = 24
const key = (text: string) => Buffer.from(text)

t.test('the last offset of a key counts, and a key that was never put has none', async t => {
  const map = new OffsetMap(100 * ENTRY_BYTES, 0.9)
  t.equal(map.get(key('a')), -1)
  map.put(key('a'), 0)
  t.equal(map.get(key('a')), 0, 'offset 0 is an offset')
  map.put(key('b'), 1)
  map.put(key('a'), 2)
  t.same([map.get(key('a')), map.get(key('b')), map.get(key('c'))], [2, 1, -1])
  t.equal(map.size, 2, 'keys, not records')
  map.put(key('b'), 2 ** 40)
  t.equal(map.get(key('b')), 2 ** 40, 'more than 32 bits')
})

t.test('keys that are alike but for zeros, their length, or one byte are different keys', async t => {
  const map = new OffsetMap(1000 * ENTRY_BYTES, 0.9)
  const keys: Buffer[] = [Buffer.alloc(0)]
  // Up to 15 bytes a key lies in the map as it is, beyond that its MD5 does.
  for (let length = 1; length <= 40; length++) {
    keys.push(Buffer.alloc(length), Buffer.alloc(length, 1))
    keys.push(Buffer.concat([Buffer.alloc(length - 1), Buffer.of(length)]))
  }
  const distinct = new Map(keys.map((each, i) => [each.toString('hex'), i]))
  for (const [hex, i] of distinct) map.put(Buffer.from(hex, 'hex'), i)
  t.equal(map.size, distinct.size)
  for (const [hex, i] of distinct) t.equal(map.get(Buffer.from(hex, 'hex')), i, hex)
  t.equal(map.get(Buffer.alloc(41)), -1)
})

t.test('a full map still knows every key, and ends the search for one that is not there', async t => {
  // Alike but for their ends.
  const keyOf = (i: number) => key(`twelve bytes${i}`)
  for (const places of [2, 3, 7, 64, 1024, 1025, 5000]) {
    // All of it may be used: but for one place, at which searches end.
    const map = new OffsetMap(places * ENTRY_BYTES, 1)
    t.equal(map.capacity, places - 1, `${places} places`)
    for (let i = 0; !map.isFull; i++) map.put(keyOf(i), i)
    t.equal(map.size, places - 1)
    for (let i = 0; i < places - 1; i++) if (map.get(keyOf(i)) !== i) t.fail(`key ${i} of ${places} is lost`)
    for (let i = 0; i < 100; i++) if (map.get(keyOf(5000 + i)) !== -1) t.fail(`key ${5000 + i} is found`)
    map.put(keyOf(0), 9999)
    t.equal(map.get(keyOf(0)), 9999, 'what is in it can be put again')
    t.ok(map.isFull)
  }
})

t.test('so much is used as the settings say, and there is room for one key whatever they say', async t => {
  const cases: [maxBytes: number, loadFactor: number, capacity: number][] = [
    [100 * ENTRY_BYTES, 0.9, 90],
    [100 * ENTRY_BYTES + 23, 0.9, 90],
    [100 * ENTRY_BYTES, 0.005, 1],
    [0, 0.9, 1],
    [ENTRY_BYTES, 1, 1],
    [128 * 1024 * 1024, 0.9, Math.floor(0.9 * Math.floor((128 * 1024 * 1024) / ENTRY_BYTES))],
  ]
  for (const [maxBytes, loadFactor, capacity] of cases) {
    const map = new OffsetMap(maxBytes, loadFactor)
    t.equal(map.capacity, capacity, `${maxBytes} bytes, ${loadFactor}`)
    t.notOk(map.isFull)
    map.put(key('k'), 5)
    t.equal(map.get(key('k')), 5)
    t.equal(map.isFull, capacity === 1)
  }
})

t.test('it answers as a Map does, while it grows', async t => {
  const seed = 42
  const random = seededRandom(seed)
  const map = new OffsetMap(20_000 * ENTRY_BYTES, 0.9)
  const model = new Map<string, number>()
  for (let offset = 0; offset < 30_000; offset++) {
    const name = random.bytes(1 + random.below(2)).toString('hex') + (random.below(4) === 0 ? 'x'.repeat(20) : '')
    if (random.below(3) > 0) {
      map.put(key(name), offset)
      model.set(name, offset)
    } else if (map.get(key(name)) !== (model.get(name) ?? -1)) t.fail(`seed ${seed}: ${name} at ${offset}`)
  }
  t.ok(model.size > 8000, `${model.size} keys: it has grown more than once`)
  t.equal(map.size, model.size, `seed ${seed}`)
  for (const [name, offset] of model) if (map.get(key(name)) !== offset) t.fail(`seed ${seed}: ${name} is lost`)
})
