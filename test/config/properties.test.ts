import t from 'tap'
import { parseProperties } from '../../src/config/properties.ts'

const parsed = (text: string) => Object.fromEntries(parseProperties(text))

t.test('keys and values, however they are parted', async t => {
  t.same(parsed('a=1\nb: 2\nc 3\nd\t=\t4\n  e = 5 \nf=\ng'), { a: '1', b: '2', c: '3', d: '4', e: '5 ', f: '', g: '' })
  t.same(parsed('a==b\nc=:d'), { a: '=b', c: ':d' }, 'one separator counts')
  t.same(parsed('a=1\r\nb=2\rc=3'), { a: '1', b: '2', c: '3' }, 'lines end as on any system')
  t.same(parsed('a=1\na=2'), { a: '2' }, 'the last one counts')
})

t.test('comments and empty lines', async t => {
  t.same(parsed('# a=1\n! b=2\n\n   # c=3\nd=4 # no comment\n'), { d: '4 # no comment' })
})

t.test('lines that go on', async t => {
  t.same(parsed('a=1,\\\n   2,\\\n   3\nb=4'), { a: '1,2,3', b: '4' })
  t.same(parsed('a=1\\\\\nb=2'), { a: '1\\', b: '2' }, 'two backslashes are one, and the line ends')
  t.same(parsed('a=1\\\n# no comment'), { a: '1# no comment' })
  t.same(parsed('a=1\\'), { a: '1' }, 'nothing follows')
})

t.test('escapes', async t => {
  t.same(parsed('a\\ b=1\nc\\=d=2\ne\\:f=3'), { 'a b': '1', 'c=d': '2', 'e:f': '3' })
  t.same(parsed('a=\\t\\n\\r\\f\\u00e4\\x'), { a: '\t\n\r\fäx' })
})
