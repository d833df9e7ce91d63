import t from 'tap'
import { seededRandom } from '../../src/lib/random.ts'
import { Flips } from './flip.ts'

const FLIPS = 60

t.test('a byte that is wrong, in any file, is no crash, no hang, and no wrong answer without a word', async t => {
  const seed = Date.now() % 1_000_000
  const random = seededRandom(seed)
  const flips = await Flips.create()
  t.teardown(() => flips.remove())
  const files = flips.files.filter(({ size }) => size > 0)
  const pick = (below: number) => random.bytes(4).readUInt32BE(0) % below
  for (let i = 0; i < FLIPS; i++) {
    const { name, size } = files[pick(files.length)]!
    const { flip, wrong } = await flips.flip(name, pick(size), 1 << pick(8), pick(4) > 0)
    t.equal(wrong, undefined, `seed ${seed}: ${flip}`)
  }
})
