import t from 'tap'
import { covers, hull, isEmpty, NONE, type Range, touches, within } from '../../../src/protocol/generate/versions.ts'

const of = (min: number, max = min): Range => ({ min, max })

t.test('a condition asks only what is not known yet', async t => {
  const rows: [range: Range, known: Range, condition: string][] = [
    [of(3, 7), of(0, 9), 'ver >= 3 && ver <= 7'],
    [of(3, 9), of(0, 9), 'ver >= 3'],
    [of(0, 7), of(0, 9), 'ver <= 7'],
    [of(0, 9), of(0, 9), 'true'],
    [of(0, 20), of(4, 9), 'true'],
    [of(4), of(0, 9), 'ver >= 4 && ver <= 4'],
    [of(9), of(0, 9), 'ver >= 9'],
    [of(10, 12), of(0, 9), 'false'],
    [NONE, of(0, 9), 'false'],
  ]
  for (const [range, known, condition] of rows) t.equal(within(range, known), condition)
})

t.test('both ends are included', async t => {
  t.ok(covers(of(0, 9), of(0, 9)))
  t.ok(covers(of(0, 9), of(9)))
  t.notOk(covers(of(1, 9), of(0, 9)))
  t.notOk(covers(of(0, 8), of(0, 9)))
  t.ok(touches(of(0, 3), of(3, 5)))
  t.notOk(touches(of(0, 3), of(4, 5)))
})

t.test('what two ranges span; an empty one adds nothing', async t => {
  t.same(hull(of(0, 3), of(5, 7)), of(0, 7))
  t.same(hull(of(5, 7), of(0, 3)), of(0, 7))
  t.same(hull(NONE, of(5, 7)), of(5, 7))
  t.ok(isEmpty(NONE))
  t.notOk(isEmpty(of(0)))
})
