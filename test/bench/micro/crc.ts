/** CRC-32C by size. */
import { crc32c } from '../../../src/lib/crc32c.ts'
import { best, say, seen } from './best.ts'

export function run(): void {
  for (const size of [100, 1024, 16 * 1024, 64 * 1024, 1024 * 1024]) {
    const bytes = Buffer.alloc(size, 'some letters, {"and": "json"} ')
    const us = best(() => {
      seen.sum += crc32c(bytes)
    })
    say(`crc32c of ${size} B`, size / us / 1000, 'GB/s')
  }
}
