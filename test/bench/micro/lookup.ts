/** Where an offset or a time begins: the indexes of a segment of 1 GB, an entry each 4 KB. */
import { OffsetIndex } from '../../../src/log/offset-index.ts'
import { TimeIndex } from '../../../src/log/time-index.ts'
import { best, say, seen } from './best.ts'

const ENTRIES = 262_144
const STEP = 40

export function run(): void {
  const offsets = new OffsetIndex(0)
  const times = new TimeIndex(0)
  for (let i = 1; i <= ENTRIES; i++) {
    offsets.append(i * STEP, i * 4096)
    times.append(1_700_000_000_000 + i * 10, i * STEP)
  }
  let at = 1
  const next = () => {
    at = (Math.imul(at, 1_103_515_245) + 12_345) >>> 0
    return at % (ENTRIES * STEP)
  }
  const offset = best(() => {
    seen.sum += offsets.lookup(next())
  })
  say(`an offset among ${ENTRIES}`, 1 / offset, 'M/s')
  const time = best(() => {
    seen.sum += times.lookup(1_700_000_000_000 + next()).offset
  })
  say(`a time among ${ENTRIES}`, 1 / time, 'M/s')
}
