import t from 'tap'
import { type Random, seededRandom } from '../../src/lib/random.ts'
import { randomUuid, uuidFromBytes, uuidToBytes, ZERO_UUID } from '../../src/lib/uuid.ts'

t.test('a random uuid has 22 characters, version 4, and no leading dash', async t => {
  const random = seededRandom(7)
  for (let i = 0; i < 2000; i++) {
    const uuid = randomUuid(random)
    t.match(uuid, /^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/)
    if ((uuidToBytes(uuid)![6]! & 0xf0) !== 0x40) t.fail(`version of ${uuid}`)
  }
})

t.test('a uuid that would begin with a dash is drawn again', async t => {
  const draws = [Buffer.alloc(16, 0xf8), Buffer.alloc(16, 0x01)]
  const random: Random = { bytes: () => draws.shift()!, below: () => 0 }
  t.equal(randomUuid(random)[0], 'A')
  t.equal(draws.length, 0)
})

t.test('text and bytes are each other’s inverse; what is no uuid is undefined', async t => {
  t.equal(uuidFromBytes(Buffer.alloc(16)), ZERO_UUID)
  t.same(uuidToBytes('AQIDBAUGBwgJCgsMDQ4PEA'), Buffer.from('0102030405060708090a0b0c0d0e0f10', 'hex'))
  for (const bad of ['', 'AAAA', `${ZERO_UUID}A`, 'AAAAAAAAAAAAAAAAAAAA!A']) t.equal(uuidToBytes(bad), undefined, bad)
})
