/** {unpack}: the boundaries of every number, as Python's struct reads them, and what is said where bytes lack. */
import t from 'tap'
import { unpack } from '../../../src/cli/records/unpack.ts'

const cases: readonly [layout: string, hex: string, text: string][] = [
  ['b', '7f', '127'],
  ['b', '80', '-128'],
  ['B', 'ff', '255'],
  ['h', 'ff7f', '32767'],
  ['>h', '8000', '-32768'],
  ['>H', 'ffff', '65535'],
  ['i', '00000080', '-2147483648'],
  ['>i', '7fffffff', '2147483647'],
  ['>I', 'ffffffff', '4294967295'],
  ['q', '0000000000000080', '-9223372036854775808'],
  ['>Q', 'ffffffffffffffff', '18446744073709551615'],
  ['>h<h>h', '000100010001', '12561'],
  ['Bxxc.s', '01616263c3a9', '1abcé'],
  ['B$', '01', '1'],
  ['B$', '0102', '1%!$(not end-of-input)'],
  ['i', '0102', '%!%s(have 2 bytes, need 4)'],
  ['ii', '0100000002', '1%!%s(have 1 bytes, need 4)'],
  ['c', '', '%!c(no bytes available)'],
  ['s', '', ''],
  ['', '0102', ''],
]
t.test('numbers and text out of bytes', async t => {
  for (const [layout, hex, text] of cases)
    t.equal(unpack(layout)(Buffer.from(hex, 'hex')).toString(), text, `${layout} of ${hex}`)
  t.same(unpack('cs')(Buffer.from('ff00', 'hex')), Buffer.from('ff00', 'hex'), 'bytes stay bytes')
  t.equal(unpack('$')(null).toString(), '', 'null holds nothing')
})
