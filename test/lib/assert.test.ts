import t from 'tap'
import { assert, unreachable } from '../../src/lib/assert.ts'

t.test('a promise that holds says nothing; one that does not stops', async t => {
  for (const held of [true, 1, 'x', {}]) t.doesNotThrow(() => assert(held, 'it holds'))
  for (const broken of [false, 0, '', null, undefined, Number.NaN])
    t.throws(() => assert(broken, 'offset 5 is below 7'), { name: 'AssertionError', message: 'offset 5 is below 7' })
})

t.test('a branch that cannot be reached says with what it was', async t => {
  t.throws(() => unreachable({ kind: 'other' } as never), { message: 'Unreachable: {"kind":"other"}' })
})
