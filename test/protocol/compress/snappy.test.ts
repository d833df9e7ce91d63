import t from 'tap'
import { snappy } from '../../../src/protocol/compress/snappy.ts'

/** 'hello hello hello hello ' as a raw block: size 24, literal 'hello ', copy of 18 from 6 back. */
const raw = Buffer.from('181468656c6c6f20460600', 'hex')
const text = Buffer.from('hello hello hello hello ')
const framed = (...blocks: Buffer[]) => {
  const parts: Buffer[] = [Buffer.from('82534e41505059000000000100000001', 'hex')]
  for (const block of blocks) {
    const size = Buffer.alloc(4)
    size.writeInt32BE(block.length)
    parts.push(size, block)
  }
  return Buffer.concat(parts)
}

t.test('a raw block, and blocks in snappy-java’s framing', async t => {
  t.same(snappy.decompress(raw, 24), text)
  t.same(snappy.decompress(framed(raw), 24), text)
  t.same(snappy.decompress(framed(raw, raw), 48), Buffer.concat([text, text]))
  t.same(snappy.decompress(framed(), 0), Buffer.alloc(0))
})

t.test('the frame’s versions are not looked at: writers differ', async t => {
  const other = framed(raw)
  other.fill(0, 8, 16)
  t.same(snappy.decompress(other, 24), text)
})

t.test('blocks of 32 KiB are written', async t => {
  const compressed = snappy.compress(Buffer.alloc(70_000, 'x'))
  const sizes: number[] = []
  for (let at = 16; at < compressed.length; at += 4 + compressed.readInt32BE(at)) {
    const block = compressed.subarray(at + 4, at + 4 + compressed.readInt32BE(at))
    sizes.push(snappy.decompress(block, 40_000).length)
  }
  t.same(sizes, [32768, 32768, 4464])
})

t.test('a block that claims more than it could hold is not given the memory', async t => {
  const claim = Buffer.from('ffffff7f1468656c6c6f20460600', 'hex') // 256 MB, less 1
  t.throws(() => snappy.decompress(claim, 2 ** 30), {
    name: 'CORRUPT_MESSAGE',
    message: /says that it holds 268435455/,
  })
  t.throws(() => snappy.decompress(claim, 2 ** 20), { name: 'MESSAGE_TOO_LARGE' })
})

t.test('the limit is for all blocks together', async t => {
  t.throws(() => snappy.decompress(framed(raw, raw), 47), { name: 'MESSAGE_TOO_LARGE' })
})

t.test('a block’s size that is negative or too large', async t => {
  for (const size of [-1, raw.length + 1, 2 ** 31 - 1]) {
    const broken = framed(raw)
    broken.writeInt32BE(size, 16)
    t.throws(() => snappy.decompress(broken, 1000), { name: 'CORRUPT_MESSAGE' }, `${size}`)
  }
})
