/** What holds for every codec. */
import t from 'tap'
import { seededRandom } from '../../../src/lib/random.ts'
import { compress, decompress } from '../../../src/protocol/compress/index.ts'

const codecs = ['gzip', 'snappy', 'lz4', 'zstd'] as const
const seed = Number(process.env['SEED'] ?? Date.now() % 1e9)
const random = seededRandom(seed)
t.comment(`SEED=${seed}`)

const text = (size: number) => Buffer.alloc(size, '{"id":17,"event":"click","amount":100} ')
// Around the blocks of snappy (32 KiB), LZ4 (64 KiB) and zstd (128 KiB).
const sizes = [0, 1, 15, 100, 32767, 32768, 32769, 65535, 65536, 65537, 131072, 131073, 300_000]

t.test('what was compressed comes back, compressible or not', async t => {
  for (const codec of codecs)
    for (const size of sizes)
      for (const data of [text(size), random.bytes(Math.min(size, 140_000))]) {
        const compressed = compress(codec, data)
        const back = decompress(codec, compressed, data.length)
        if (!back.equals(data)) t.fail(`${codec}, ${size}`)
        if (data.length > 0)
          t.throws(
            () => decompress(codec, compressed, data.length - 1),
            { name: 'MESSAGE_TOO_LARGE' },
            `${codec}, ${size}`,
          )
        if (compressed.length > data.length + 40 + data.length / 1000) t.fail(`${codec} made ${size} bytes larger`)
      }
})

t.test('parts are compressed as one', async t => {
  for (const codec of ['none', ...codecs] as const)
    t.same(decompress(codec, compress(codec, [text(5), text(0), text(7)])), Buffer.concat([text(5), text(7)]))
})

t.test('levels: the higher, the smaller', async t => {
  const event = (i: number) => ['click', 'view', 'buy'][((i * 31) ^ (i >> 3)) % 3]
  const lines = Array.from(
    { length: 4000 },
    (_, i) => `{"id":${i},"user":${(i * 7919) % 1009},"event":"${event(i)}"}\n`,
  )
  const data = Buffer.from(lines.join(''))
  for (const [codec, low, high] of [
    ['gzip', 1, 9],
    ['zstd', -5, 19],
  ] as const) {
    t.ok(compress(codec, data, high).length < compress(codec, data, low).length, codec)
    t.same(decompress(codec, compress(codec, data, high)), data)
  }
  // All that Kafka's settings allow.
  for (const level of [-1, 1, 5, 9]) t.same(decompress('gzip', compress('gzip', data, level)), data, `gzip ${level}`)
  for (const level of [-131072, -1, 0, 1, 3, 22])
    t.same(decompress('zstd', compress('zstd', data, level)), data, `zstd ${level}`)
  for (const level of [1, 9, 17]) t.same(compress('lz4', data, level), compress('lz4', data), `lz4 ${level}`)
})

t.test('cut at any byte, it is corrupt', async t => {
  for (const codec of codecs) {
    const compressed = compress(codec, Buffer.concat([text(500), random.bytes(100), text(500)]))
    for (let cut = 0; cut < compressed.length; cut++) {
      // Snappy's framing has no end mark: cut behind its header, it holds nothing.
      if (codec === 'snappy' && cut === 16) continue
      t.throws(() => decompress(codec, compressed.subarray(0, cut)), { name: 'CORRUPT_MESSAGE' }, `${codec} at ${cut}`)
    }
  }
})

t.test('changed in any byte, it is an error of ours or other bytes, within the limit', async t => {
  const limit = 1 << 16
  const attempt = (codec: (typeof codecs)[number], data: Buffer, what: () => string) => {
    try {
      if (decompress(codec, data, limit).length > limit) t.fail(`${what()}: beyond the limit`)
    } catch (error) {
      if (!['CORRUPT_MESSAGE', 'MESSAGE_TOO_LARGE'].includes((error as Error).name))
        t.fail(`${what()}: ${(error as Error).stack}`)
    }
  }
  for (const codec of codecs) {
    const compressed = compress(codec, Buffer.concat([text(300), random.bytes(60), text(300)]))
    for (let at = 0; at < compressed.length; at++)
      for (const mask of [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff]) {
        const broken = Buffer.from(compressed)
        broken[at]! ^= mask
        attempt(codec, broken, () => `${codec}, byte ${at} ^ ${mask}`)
      }
    for (let round = 0; round < 1000; round++) {
      const start = compressed.subarray(0, random.below(Math.min(30, compressed.length)))
      const nonsense = Buffer.concat([start, random.bytes(random.below(60))])
      attempt(codec, nonsense, () => `${codec}, ${nonsense.toString('hex')}, SEED=${seed}`)
    }
  }
})

t.test('a bomb does not go off', async t => {
  const zeros = Buffer.alloc(50 * 1024 * 1024)
  for (const codec of codecs) {
    const bomb = compress(codec, zeros)
    const before = process.memoryUsage.rss()
    t.throws(() => decompress(codec, bomb, 1024 * 1024), { name: 'MESSAGE_TOO_LARGE' }, codec)
    const grown = process.memoryUsage.rss() - before
    t.ok(grown < 40 * 1024 * 1024, `${codec}: ${grown} bytes`)
  }
})
