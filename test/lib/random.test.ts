import t from 'tap'
import { type Random, seededRandom, systemRandom } from '../../src/lib/random.ts'

const numbers = (random: Random, count = 50) => Array.from({ length: count }, () => random.below(1000))

t.test('a seed repeats, and its neighbours do not look like it', async t => {
  t.same(numbers(seededRandom(7)), numbers(seededRandom(7)))
  t.same(seededRandom(7).bytes(32), seededRandom(7).bytes(32))
  const seen = new Set(Array.from({ length: 1000 }, (_, seed) => numbers(seededRandom(seed), 4).join()))
  t.ok(seen.size > 990, `${seen.size} of 1000 seeds begin differently`)
})

t.test('below() stays below, reaches every number, and favours none', async t => {
  for (const [name, random] of [
    ['seeded', seededRandom(1)],
    ['system', systemRandom],
  ] as const) {
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 10_000; i++) {
      const n = random.below(10)
      if (!Number.isInteger(n) || n < 0 || n > 9) t.fail(`${name}: ${n}`)
      counts[n]!++
    }
    t.ok(
      counts.every(count => count > 800 && count < 1200),
      `${name}: ${counts}`,
    )
    t.equal(random.below(1), 0)
  }
})

t.test('bytes() gives as many as were asked for', async t => {
  for (const random of [seededRandom(1), systemRandom]) {
    t.equal(random.bytes(0).length, 0)
    t.equal(random.bytes(33).length, 33)
    t.ok(new Set(random.bytes(1000)).size > 200)
  }
})
