/** XXH3 against hash4j 0.22, which Kafka 4.3.1 uses: every way by length, and both sides of where one ends. */
import t from 'tap'
import { xxh3 } from '../../src/lib/xxh3.ts'

/** Byte i is the highest of i times 2^32 divided by the golden ratio. */
const bytes = (length: number) => Buffer.from(Array.from({ length }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24))

const vectors: [length: number, hash: bigint][] = [
  [0, 0x2d06800538d394c2n],
  [1, 0xc44bdff4074eecdbn],
  [2, 0xb0a5d4f167a89d5en],
  [3, 0xe14090f554a5ea90n],
  [4, 0x2e8d078a566e9749n],
  [5, 0x94b7bed600f8ce63n],
  [7, 0xe6f7770846c47df5n],
  [8, 0xcd1c7f88482fcaefn],
  [9, 0xbfe43def699fa9e3n],
  [12, 0x027242c0a3b593e8n],
  [15, 0x9c71639666dfdbc2n],
  [16, 0x81e9eb8634460bb9n],
  [17, 0x9998430fd0a655ben],
  [24, 0x567055635b934e88n],
  [31, 0x6427c268ccd55706n],
  [32, 0x938c25dd24c9cf3bn],
  [33, 0x0e399d30188e9c8en],
  [48, 0xb84347b7c91758ebn],
  [63, 0x9e5edf514e6c4ea2n],
  [64, 0x22a06b30c4c72936n],
  [65, 0x7faff6eee7812d5cn],
  [95, 0x694bdaf06a53ba1bn],
  [96, 0x324046d7ff9771f1n],
  [97, 0x00d61f9a16f8effdn],
  [127, 0x29a5be88e84cd571n],
  [128, 0x75eca5c5d5594884n],
  [129, 0xa05da42e7a4e4667n],
  [143, 0x516036caa68597ecn],
  [144, 0x2e63ceed9f938e07n],
  [160, 0xd298ab4e6e7de4aan],
  [200, 0xe07bfbc15015bf69n],
  [239, 0xa44c92feed3d48fan],
  [240, 0x5eb2467c8c9e3969n],
  [241, 0x2d431e984c441f15n],
  [255, 0x6cb5279bb1267b3bn],
  [256, 0x1369aaf85f8b805an],
  [257, 0x53d08d96173615den],
  [319, 0xef6f375c9770b3ddn],
  [320, 0xf725db88132ae753n],
  [321, 0xca853d4f982f01e7n],
  [512, 0xdcfed6ee2883acd0n],
  [1023, 0x4e30bb611faa8f67n],
  [1024, 0xe99def1145f12936n],
  [1025, 0x83cba9b371e4e7f4n],
  [1087, 0x7a31d7be13f5411bn],
  [1088, 0x8e7e69b3a7124813n],
  [1089, 0xa958a59c9718acc1n],
  [2047, 0xa585963f99e7d6a8n],
  [2048, 0x53275d58cfba68fdn],
  [2049, 0x3cd32460d504d215n],
  [3000, 0x0cad6ffba8996275n],
  [5000, 0xb9daede5f99f736en],
  [10000, 0xa4fac952f7f219f4n],
]

t.test('the hash of so many bytes', async t => {
  for (const [length, hash] of vectors) t.equal(xxh3(bytes(length)), hash, `${length} bytes`)
})

t.test('of a part of a larger buffer, and every bit counts', async t => {
  for (const length of [1, 5, 12, 100, 200, 300, 1100]) {
    const whole = Buffer.concat([Buffer.alloc(3, 1), bytes(length), Buffer.alloc(5, 2)])
    const part = whole.subarray(3, 3 + length)
    t.equal(xxh3(part), xxh3(bytes(length)), `${length} bytes`)
    const seen = new Set([xxh3(part)])
    for (let bit = 0; bit < 8 * length; bit++) {
      part[bit >> 3]! ^= 1 << (bit & 7)
      seen.add(xxh3(part))
      part[bit >> 3]! ^= 1 << (bit & 7)
    }
    t.equal(seen.size, 8 * length + 1)
  }
})
