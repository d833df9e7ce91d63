import t from 'tap'
import { fuzzFrames } from './frames.ts'

t.test('no frame makes a decoder crash, hang, or take memory without bound', async t => {
  const seed = Date.now() % 100_000
  const { read, refused, slowest } = fuzzFrames(50_000, seed)
  t.equal(read + refused, 50_000, `seed ${seed}`)
  t.ok(refused > 10_000, 'most are nonsense')
  t.ok(slowest.ms < 1000, `the slowest took ${slowest.ms} ms: ${slowest.what}`)
})
