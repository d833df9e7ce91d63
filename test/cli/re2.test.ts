/** Complaints of RE2/J 1.8 as kafka-consumer-groups.sh --validate-regex of Apache Kafka 4.3.1 prints them. */
import t from 'tap'
import { complaint } from '../../src/cli/re2.ts'

const said: Record<string, string | undefined> = {
  'a(': 'missing closing )',
  'a)': 'regexp/syntax: internal error',
  '[a': 'missing closing ]',
  '[]': 'missing closing ]',
  '*a': 'missing argument to repetition operator',
  'a|*': 'missing argument to repetition operator',
  '(*)': 'missing argument to repetition operator',
  'a**': 'invalid nested repetition operator',
  'a++': 'invalid nested repetition operator',
  'a\\': 'trailing backslash at end of expression',
  '\\q': 'invalid escape sequence',
  '\\1': 'invalid escape sequence',
  '\\Z': 'invalid escape sequence',
  '\\C': 'invalid escape sequence',
  '\\x{zz}': 'invalid escape sequence',
  '[a-\\d]': 'invalid escape sequence',
  '(?=a)': 'invalid or unsupported Perl syntax',
  '(?z)': 'invalid or unsupported Perl syntax',
  '(?i': 'invalid or unsupported Perl syntax',
  '(?': 'invalid or unsupported Perl syntax',
  'a{1001}': 'invalid repeat count',
  'a{2,1}': 'invalid repeat count',
  '[b-a]': 'invalid character class range',
  '[[:foo:]]': 'invalid character class range',
  '\\p{Foo}': 'invalid character class range',
  '(?P<n>a)(?P<n>b)': 'duplicate capture group name',
  '(?P<n': 'invalid named capture',
}
const valid = [
  ...['a.*', '(?<n>a)', '(?P<n>a)', '(?i)a', '\\pZ', '\\p{Greek}', '[]a]', 'a{,2}', '\\Qa(', '\\z', 'a{2', '(|)', ''],
  ...['[\\d-z]', '^*', '[[:alpha:]]', 'orders-[0-9]+', '\\.', 'a*?', '(?:a|b){2,3}', '\\x41', '[\\x41-\\x{5A}]'],
]

t.test('what is wrong is said in the words of RE2', async t => {
  for (const [text, why] of Object.entries(said)) t.equal(complaint(text), why, text)
})

t.test('what RE2 takes is taken', async t => {
  for (const text of valid) t.equal(complaint(text), undefined, text)
})
