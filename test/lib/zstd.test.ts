import zlib from 'node:zlib'
import t from 'tap'
import { nodeZstd, wasmZstd, zstd } from '../../src/lib/zstd.ts'

const text = Buffer.from('hello kafka, hello log\n'.repeat(40))
/** `zstd -q < text` of the reference command line 1.5.4: content size and checksum. */
const known = Buffer.from('28b52ffd649802dd00008868656c6c6f206b61666b612c206c6f670a02007e75560286f905ce2f6f30', 'hex')

const implementations = { wasm: wasmZstd(), node: nodeZstd(zlib as object) }

for (const [name, implementation] of Object.entries(implementations)) {
  // Node 20 has none; then there is nothing to test.
  if (implementation === undefined) continue
  t.test(`${name}: reads known bytes, within the capacity only`, async t => {
    t.same(implementation.decompress(known, text.length), text)
    t.same(implementation.decompress(known, 100_000), text)
    t.equal(implementation.decompress(known, text.length - 1), undefined)
    t.equal(implementation.decompress(known, 0), undefined)
  })

  t.test(`${name}: what is broken throws, and the next call works`, async t => {
    for (const at of [0, 6, 10, 20, known.length - 1]) {
      const broken = Buffer.from(known)
      broken[at]! ^= 0xff
      t.throws(() => implementation.decompress(broken, 1 << 20), `byte ${at}`)
    }
    t.same(implementation.decompress(known, text.length), text)
  })

  t.test(`${name}: levels trade time for size`, async t => {
    const data = Buffer.from(Array.from({ length: 5000 }, (_, i) => `${i} ${(i * 7919) % 1009}\n`).join(''))
    const sizes = [-5, 1, 3, 19].map(level => {
      const compressed = implementation.compress(data, level)
      t.same(implementation.decompress(compressed, data.length), data)
      return compressed.length
    })
    t.ok(sizes[0]! > sizes[1]! && sizes[1]! > sizes[3]!, sizes.join(' '))
    t.same(implementation.decompress(implementation.compress(Buffer.alloc(0), 3), 0), Buffer.alloc(0))
  })
}

t.test('memory that one large call took is given back', async t => {
  const large = Buffer.alloc(60 * 1024 * 1024)
  const compressed = implementations.wasm.compress(large, 1)
  t.equal(implementations.wasm.decompress(compressed, large.length)!.equals(large), true)
  t.same(implementations.wasm.decompress(known, text.length), text, 'a fresh instance')
})

t.test('there is always one', async t => {
  t.same(zstd().decompress(zstd().compress(text, 3), text.length), text)
})
