/** --format: kcat's letters print what kcat printed, byte for byte; rpk's letters and modifiers beside them. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { printf } from '../../../src/cli/records/printf.ts'
import { printed, recordOf } from './records.ts'

const { records, formats } = JSON.parse(
  fs.readFileSync(path.resolve(import.meta.dirname, '../../../fixtures/cli/kcat-formats.json'), 'utf8'),
) as { records: object[]; formats: { format: string; hex: string }[] }

t.test("kcat's formats", async t => {
  t.ok(formats.length > 30)
  const all = records.map((json, offset) => recordOf(json, offset))
  for (const { format, hex } of formats) t.equal(printed(printf(format), ...all).toString('hex'), hex, format)
})

const one = recordOf({ key: '42', value: 'one', timestamp: 1_795_244_400_123, headers: { a: '1', b: null } }, 258)
const cases: Record<string, string> = {
  '%t %p %o %k %v': 'kc 0 258 42 one',
  '%K %V %H %i': '2 3 2 1',
  '%e %x %y': '7 1000 2',
  '%d': '1795244400123',
  '%d{iso}': '2026-11-21T07:00:00.123Z',
  '%d{strftime[%F %T.%L]}': '2026-11-21 07:00:00.123',
  '%T': '1795244400123',
  '%h{<%k=%v>}': '<a=1><b=>',
  '%h{%k{hex}:%V }': '61:1 62:-1 ',
  '%h{%{%k%}}': '{a}{b}',
  '%v{hex} %v{base64} %v{base64raw}': '6f6e65 b25l b25l',
  '%k{base64} %k{base64raw}': 'NDI= NDI',
  '%k{json} %v{json}': '42 "one"',
  '%t{ascii}': 'kc',
  '%o{hex64} %o{hex32} %o{hex16} %o{hex8} %o{hex4} %o{hex}': '0000000000000102 00000102 0102 02 2 102',
  '%o{bool} %p{bool} %o{json} %o{number}': 'true false 258 258',
  '%{%s%}': '{one}',
  '%[ %| %] %[{hex8}': '5 260 300 05',
  '%a{compression} %a{compression;number} %a{compression;hex8}': 'lz4 3 03',
  '%a{timestamp-type} %a{transactional-bit} %a{transactional-bit;bool} %a{control-bit;bool}': '0 1 true false',
  '%d{go[2006-01-02T15:04:05.000Z07:00]} %d{go##Mon Jan _2##}': '2026-11-21T07:00:00.123Z Sat Nov 21',
  '%d{strftime##%F##} %d{strftime{{%{%Y%}}}} %d{hex}': '2026-11-21 %{2026%} 1a1fce79dfb',
  '%v{unpack[cbs]} %v{unpack{c}} %k{unpack##hc##}': 'o110e o 12852%!c(no bytes available)',
  '%h{%k{unpack[B]};}': '97;98;',
  '%s{go 1}': 'one{go 1}',
  '%s{not a modifier}': 'one{not a modifier}',
}
t.test("rpk's letters and modifiers", async t => {
  for (const [format, text] of Object.entries(cases)) t.equal(printed(printf(format), one).toString(), text, format)
  const bytes: Record<string, string> = {
    '%o{big64}': '0000000000000102',
    '%o{big32}': '00000102',
    '%o{big16}': '0102',
    '%o{big8}': '02',
    '%o{byte}': '02',
    '%o{little64}': '0201000000000000',
    '%o{little16}': '0201',
  }
  for (const [format, hex] of Object.entries(bytes)) t.equal(printed(printf(format), one).toString('hex'), hex, format)
  const binary = recordOf({ value: '/wA=', valueEncoding: 'base64' })
  t.equal(printed(printf('%s{ascii} %s{json} %k{json} %K{hex16}'), binary).toString(), '\\xff\\x00 "/wA=" null ffff')
  const counting = printf('%i ')
  t.equal(printed(counting, one, one, one).toString(), '1 2 3 ')
})

t.test('a format that says nothing is refused, with what there is', async t => {
  const wrong: Record<string, RegExp> = {
    '%z': /does not know %z: there are %t %p/,
    'a%': /ends with %: a letter must follow, and %% is a percent sign/,
    '%(': /does not know %\(/,
    '%a': /%a needs to be told which: there are %a\{compression\} %a\{timestamp-type\}/,
    '%a{colour}': /%a needs to be told which, and \{colour\} is none/,
    '%a{compression;hexx}': /does not know \{hexx\} for a number/,
    '%v{unpack[z]}': /\{unpack\} does not know z: there are b B/,
    '%v{unpack[si]}': /s takes what is left, so that nothing can follow it/,
    '%v{unpack}': /does not know \{unpack\} for bytes: .* and unpack\[<is\]/,
    '%v{unpack[b}': /does not know \{unpack\[b\} for bytes/,
    '%o{go[2006]}': /does not know \{go\[2006\]\} for a number/,
    '%v{constructor}': /does not know \{constructor\}/,
    '%s{bsae64}': /does not know \{bsae64\} for bytes: there are raw, ascii, hex, base64, base64raw, json and unpack/,
    '%o{base64}': /does not know \{base64\} for a number/,
    '%d{strftime}': /does not know \{strftime\} for a time: .* strftime/,
    '%h{%k=%z}': /does not know %z in %h\{\}: there are %k %v/,
  }
  for (const [format, message] of Object.entries(wrong)) t.throws(() => printf(format), { message }, format)
})
