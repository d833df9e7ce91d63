import t from 'tap'
import { TokenBucket } from '../../src/broker/token-bucket.ts'

t.test('it begins full, lets in what is too large once, and says when it has tokens again', async t => {
  const bucket = new TokenBucket({ count: 5, ms: 1000 })
  const rate = 2 // tokens a second: 10 of them at most
  t.equal(bucket.waitMs(rate, 0), 0)
  bucket.take(10, rate, 0)
  t.equal(bucket.waitMs(rate, 0), 0, 'none left is not too few')
  bucket.take(7, rate, 0)
  t.equal(bucket.waitMs(rate, 0), 3500)
  t.equal(bucket.waitMs(rate, 3499), 1)
  t.equal(bucket.waitMs(rate, 3500), 0)
  bucket.take(10, rate, 1e9)
  t.equal(bucket.waitMs(rate, 1e9), 0, 'it never holds more than ten')
  bucket.take(1, rate, 1e9)
  t.equal(bucket.waitMs(rate, 1e9), 500)
})

t.test('another rate holds from now on', async t => {
  const bucket = new TokenBucket({ count: 1, ms: 1000 })
  bucket.take(30, 10, 0) // 20 too many
  t.equal(bucket.waitMs(10, 0), 2000)
  t.equal(bucket.waitMs(100, 0), 200)
})
