import t from 'tap'
import { hashCode, hashMapOrder } from '../../src/lib/java-order.ts'

t.test('a text hashes as in Java', async t => {
  for (const [text, hash] of [
    ['', 0],
    ['a', 97],
    ['Aa', 2112],
    ['BB', 2112],
    ['polygenelubricants', -2147483648],
  ] as const)
    t.equal(hashCode(text), hash, text)
})

t.test('a map grows at three quarters', async t => {
  const names = Array.from({ length: 13 }, (_, i) => String.fromCharCode(97 + i))
  t.same(
    hashMapOrder(names.slice(0, 12), name => name),
    names.slice(0, 12),
  )
  t.same(
    hashMapOrder(['q', 'a'], name => name),
    ['q', 'a'],
    'q and a share a bucket of 16',
  )
  t.same(
    hashMapOrder(['q', ...names], name => name),
    [...names, 'q'],
    'and not of 32',
  )
})
