/** --grep, --filter, --map: what they see of a record, and what they say when they cannot. */
import t from 'tap'
import { grepped } from '../../../src/cli/records/grep.ts'
import { printf } from '../../../src/cli/records/printf.ts'
import { filtered, mapped } from '../../../src/cli/records/script.ts'
import { printed, recordOf } from './records.ts'

const show = printf('%s|')
const records = [
  recordOf({ key: 'a', value: { amount: 5, tags: ['x'] }, headers: { from: 'Oslo' }, timestamp: 100 }, 0),
  recordOf({ key: 'b', value: { amount: 50 } }, 1),
  recordOf({ key: 'c', value: 'plain text' }, 2),
  recordOf({ value: null }, 3),
  recordOf({ key: 'd', value: '/wA=', valueEncoding: 'base64' }, 4),
]
const offsets = (wrap: (format: typeof show) => typeof show) => printed(wrap(printf('%o ')), ...records).toString()

t.test('--filter keeps what the expression is true for', async t => {
  const cases: Record<string, string> = {
    'value?.amount > 10': '1 ',
    'value?.amount': '0 1 ',
    'key === "c"': '2 ',
    'offset % 2 === 0': '0 2 4 ',
    'value === null': '3 ',
    'Buffer.isBuffer(value)': '4 ',
    'headers.from === "Oslo" && timestamp === 100': '0 ',
    'topic === "kc" && partition === 0': '0 1 2 3 4 ',
    'typeof value === "string"': '2 ',
    'record => record.value?.tags?.includes("x")': '0 ',
    'record.offset === 3': '3 ',
    'value?.amount // > 10': '0 1 ',
    '': '',
  }
  for (const [expression, kept] of Object.entries(cases)) {
    if (expression === '') t.throws(() => filtered(expression, show), { name: 'UsageError' }, 'nothing')
    else
      t.equal(
        offsets(format => filtered(expression, format)),
        kept,
        expression,
      )
  }
})

t.test('--map makes the value: text, JSON, null, or nothing at all', async t => {
  const [first] = records
  const cases: Record<string, string> = {
    'value.amount': '5|',
    '({ id: key, ...value })': '{"id":"a","amount":5,"tags":["x"]}|',
    '`${key}: ${value.amount}`': 'a: 5|',
    null: '|',
    undefined: '',
    'value.nothing': '',
    'Buffer.from("68", "hex")': 'h|',
    '10n ** 20n': '"100000000000000000000"|',
    'record => ({ ...record })':
      '{"topic":"kc","partition":0,"offset":0,"timestamp":100,"key":"a","value":{"amount":5,"tags":["x"]},"headers":{"from":"Oslo"}}|',
  }
  for (const [expression, text] of Object.entries(cases))
    t.equal(printed(mapped(expression, show), first!).toString(), text, expression)
  t.equal(printed(mapped('null', printf('%S %k %o')), first!).toString(), '-1 a 0', 'all else stays')
})

t.test('an expression that fails names itself and the record', async t => {
  t.throws(() => printed(filtered('value.amount > 1', show), records[3]!), {
    name: 'ScriptError',
    message: /^--filter 'value\.amount > 1' failed at kc-0@3: TypeError: .*--skip-message-on-error goes on$/,
  })
  t.throws(() => printed(mapped('nothing.there', show), records[0]!), {
    message: /^--map 'nothing\.there' failed at kc-0@0: ReferenceError: nothing is not defined/,
  })
  t.throws(() => printed(mapped('(a => (a.a = a))({})', show), records[0]!), {
    name: 'ScriptError',
    message: /failed at kc-0@0: TypeError: Converting circular structure to JSON\. --skip/,
  })
  t.throws(() => printed(filtered('Promise.reject(1)', show), records[0]!), { message: /must answer at once/ })
  t.throws(() => filtered('value.amount >', show), {
    name: 'UsageError',
    message: /^--filter 'value\.amount >' is no JavaScript expression: /,
  })
})

t.test('--grep looks into keys and values', async t => {
  const cases: Record<string, string> = {
    amount: '0 1 ',
    '^c$': '2 ',
    'PLAIN|"x"': '0 ',
    '/plain/i': '2 ',
    '/PLAIN/i': '2 ',
    nowhere: '',
  }
  for (const [text, kept] of Object.entries(cases))
    t.equal(
      offsets(format => grepped(text, format)),
      kept,
      text,
    )
  t.throws(() => grepped('(', show), { name: 'UsageError', message: /^--grep '\(' is no regular expression/ })
})
