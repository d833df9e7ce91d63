/** Lines made up: fields have the shape that was asked for, a seed repeats them, mistakes are said. */
import t from 'tap'
import { fieldNames, template } from '../../../src/cli/records/template.ts'
import { seededRandom } from '../../../src/lib/random.ts'

const clock = { now: () => 1_795_244_400_000, monotonic: () => 0, after: () => ({ cancel() {} }) }
const made = (text: string, count: number, seed = 1) => {
  const line = template(text, { random: seededRandom(seed), clock })
  return Array.from({ length: count }, (_, i) => line(i))
}

t.test('fields', async t => {
  t.same(made('no field {at} all', 1), ['no field {at} all'])
  t.same(made('{{seq}} {{ seq 5 }}', 3), ['0 5', '1 6', '2 7'])
  t.same(made('{{now}} {{iso}}', 1), ['1795244400000 2026-11-21T07:00:00.000Z'])
  const shapes: Record<string, RegExp> = {
    '{{uuid}}': /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    '{{int -3 3}}': /^(-[123]|[0123])$/,
    '{{float 1 2}}': /^[12]\.\d\d$/,
    '{{float 0 1 4}}': /^[01]\.\d{4}$/,
    '{{choice "New York" Oslo}}': /^(New York|Oslo)$/,
    '{{bool}}': /^(true|false)$/,
    '{{name}}': /^\S+ \S+$/,
    '{{email}}': /^\S+\.\S+@example\.com$/,
    '{{word}}': /^[a-z]+$/,
    '{{ip}}': /^10(\.\d{1,3}){3}$/,
    '{{hex 8}}': /^[0-9a-f]{8}$/,
    '{{alpha 5}}': /^[a-z]{5}$/,
  }
  for (const [text, shape] of Object.entries(shapes)) {
    const lines = made(text, 200)
    for (const line of lines) if (!shape.test(line)) t.fail(`${text}: ${line}`)
    t.ok(new Set(lines).size > 1, `${text} varies`)
  }
  t.same([...new Set(made('{{int 1 3}}', 200))].sort(), ['1', '2', '3'], 'both ends are in it')
  for (const name of fieldNames)
    t.ok(['seq', 'now', 'iso'].includes(name) || Object.keys(shapes).some(each => each.includes(name)), name)
})

t.test('a seed repeats every line', async t => {
  const all = '{{uuid}} {{int 1 1000}} {{name}} {{hex 9}} {{float 0 1}}'
  t.same(made(all, 20, 7), made(all, 20, 7))
  t.notSame(made(all, 20, 7), made(all, 20, 8))
})

t.test('mistakes', async t => {
  const wrong: Record<string, RegExp> = {
    '{{nmae}}': /does not know \{\{nmae\}\}: did you mean \{\{name\}\}\?/,
    '{{whatever 1}}': /does not know \{\{whatever 1\}\}: there are seq, int/,
    '{{}}': /does not know/,
    '{{int 1}}': /takes other words: \{\{int <least> <most>\}\}/,
    '{{int 5 1}}': /5 is more than 1/,
    '{{int a b}}': /"a" is not the least/,
    '{{uuid 4}}': /takes no words: \{\{uuid\}\}/,
    '{{choice}}': /takes other words/,
    '{{float 0 x}}': /"x" is not a number/,
    '{{hex 0}}': /a length is 1 to 1048576, not 0/,
    '{{alpha 99999999999}}': /a length is 1 to 1048576/,
    '{{hex -}}': /"-" is not a length/,
  }
  for (const [text, message] of Object.entries(wrong))
    t.throws(() => made(text, 1), { name: 'UsageError', message }, text)
})
