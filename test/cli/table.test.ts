import t from 'tap'
import { twoColumns, wrap } from '../../src/cli/table.ts'

t.test('words are kept whole, lines within the width', async t => {
  t.same(wrap('one two three', 7), ['one two', 'three'])
  t.same(wrap('unbreakable', 3), ['unbreakable'])
  t.same(wrap('', 10), [''])
})

t.test('the second column begins where the longest first one ends', async t => {
  t.same(
    twoColumns(
      [
        ['-a', 'short'],
        ['--longer', 'this is a text that goes on and on for a while'],
      ],
      44,
    ),
    ['  -a        short', '  --longer  this is a text that goes on and', '            on for a while'],
  )
})

t.test('a first column that is too long has a line of its own', async t => {
  const long = `--${'x'.repeat(60)}`
  t.same(twoColumns([[long, 'text']], 100), [`  ${long}`, `${' '.repeat(48)}text`])
})
