import t from 'tap'
import { zstd } from '../../../src/protocol/compress/zstd.ts'

const text = Buffer.from('hello kafka, hello log\n'.repeat(40))
const hex = (digits: string) => Buffer.from(digits, 'hex')
/** By the reference command line 1.5.4, from a file and through a pipe. */
const sized = hex('28b52ffd649802dd00008868656c6c6f206b61666b612c206c6f670a02007e75560286f905ce2f6f30')
const unsized = hex('28b52ffd0058dd00008868656c6c6f206b61666b612c206c6f670a02007e75560286f905')
const skippable = hex('5a2a4d1803000000aabbcc')

t.test('with and without content size and checksum', async t => {
  for (const frame of [sized, unsized]) {
    t.same(zstd.decompress(frame, text.length), text)
    t.throws(() => zstd.decompress(frame, text.length - 1), { name: 'MESSAGE_TOO_LARGE' })
  }
})

t.test('several frames, and some to step over', async t => {
  const frames = Buffer.concat([skippable, sized, unsized, skippable, sized])
  t.same(zstd.decompress(frames, 3 * text.length), Buffer.concat([text, text, text]))
  t.throws(() => zstd.decompress(frames, 3 * text.length - 1), { name: 'MESSAGE_TOO_LARGE' })
})

t.test('raw and RLE blocks', async t => {
  // Window of 1 KiB; raw 'abc'; RLE of 5 'x', last.
  t.equal(zstd.decompress(hex('28b52ffd0000' + '180000616263' + '2b000078'), 8).toString(), 'abcxxxxx')
})

t.test('a frame that says it holds less than it does is corrupt, not too large', async t => {
  const lie = Buffer.from(sized)
  lie[5]! -= 1
  t.throws(() => zstd.decompress(lie, 1 << 20), { name: 'CORRUPT_MESSAGE' })
})

t.test('what is no frame is refused, and says why', async t => {
  const all: [Buffer, RegExp][] = [
    [Buffer.alloc(0), /hold no frame/],
    [skippable, /hold no frame/],
    [hex('28b52ffe'), /no frame begins at byte 0/],
    [Buffer.concat([sized, hex('00000000')]), /no frame begins at byte 41/],
    [hex('28b52ffd0000' + '07000000'), /type 3/],
    [hex('28b52ffd0000' + 'ffff7f'), /type 3/],
    [Buffer.concat([sized, hex('502a4d18ffffffff')]), /cut off/],
  ]
  for (const [bytes, message] of all) t.throws(() => zstd.decompress(bytes, 1000), { name: 'CORRUPT_MESSAGE', message })
})
