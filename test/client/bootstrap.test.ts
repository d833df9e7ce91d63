import t from 'tap'
import { parseBootstrap } from '../../src/client/bootstrap.ts'

t.test('bootstrap servers are host:port, several with commas', async t => {
  t.same(parseBootstrap('localhost:9092'), [{ host: 'localhost', port: 9092 }])
  t.same(parseBootstrap(' a:1 , b.example:65535,'), [
    { host: 'a', port: 1 },
    { host: 'b.example', port: 65535 },
  ])
  t.same(parseBootstrap('[::1]:9092'), [{ host: '::1', port: 9092 }])
  t.same(parseBootstrap('PLAINTEXT://localhost:9092'), [{ host: 'localhost', port: 9092 }], 'a listener is understood')
})

t.test('what cannot be an address is refused with what it should be', async t => {
  for (const text of [
    '',
    ' , ',
    'localhost',
    'localhost:',
    'localhost:0',
    'localhost:65536',
    ':9092',
    '::1:9092',
    'a b:1',
  ])
    t.throws(() => parseBootstrap(text), { name: 'TypeError', message: /localhost:9092/ }, JSON.stringify(text))
})
