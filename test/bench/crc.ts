/** CRC-32C by size: npx tsx test/bench/crc.ts */
import { crc32c } from '../../src/lib/crc32c.ts'

const ROUNDS = 15
const ROUND_MS = 50

for (const size of [100, 1024, 16 * 1024, 64 * 1024, 1024 * 1024]) {
  const bytes = Buffer.alloc(size, 'some letters, {"and": "json"} ')
  let best = 0
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    let calls = 0
    while (performance.now() - began < ROUND_MS) {
      for (let i = 0; i < 10; i++) crc32c(bytes)
      calls += 10
    }
    best = Math.max(best, (calls * size) / (performance.now() - began))
  }
  process.stdout.write(`crc32c ${String(size).padStart(8)} B ${(best / 1e6).toFixed(2).padStart(8)} GB/s\n`)
}
