import t from 'tap'
import { readListeners } from '../../src/broker/listeners.ts'

const read = (listeners: string[], advertised: string[] | null = null, more = {}) =>
  readListeners({
    listeners,
    'advertised.listeners': advertised,
    'listener.security.protocol.map':
      'SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,CONTROLLER:PLAINTEXT,LAN:PLAINTEXT',
    'controller.listener.names': ['CONTROLLER'],
    ...more,
  })

t.test('listeners as people write them', async t => {
  t.same(read(['PLAINTEXT://:9092']).listeners, [{ name: 'PLAINTEXT', host: undefined, port: 9092 }])
  t.same(read(['plaintext://localhost:0']).listeners, [{ name: 'PLAINTEXT', host: 'localhost', port: 0 }])
  t.same(read(['LAN://[::1]:9092']).listeners, [{ name: 'LAN', host: '::1', port: 9092 }])
  t.same(
    read(['PLAINTEXT://0.0.0.0:9092', 'LAN://10.0.0.1:9093', 'CONTROLLER://:9094']).listeners,
    [
      { name: 'PLAINTEXT', host: '0.0.0.0', port: 9092 },
      { name: 'LAN', host: '10.0.0.1', port: 9093 },
    ],
    'the controller is in the process, its listener is not opened',
  )
})

t.test('advertised listeners, each for its own', async t => {
  const { advertised } = read(
    ['PLAINTEXT://:9092', 'LAN://:9093', 'CONTROLLER://:9094'],
    ['PLAINTEXT://kafka.example:19092', 'CONTROLLER://kafka.example:9094'],
  )
  t.same([...advertised], [['PLAINTEXT', { host: 'kafka.example', port: 19092 }]])
})

t.test('what cannot be served is refused, with what to write', async t => {
  for (const [listeners, advertised, message] of [
    [['9092'], null, 'listeners has "9092", which is not NAME://host:port, such as PLAINTEXT://:9092'],
    [['PLAINTEXT://:99999'], null, /"PLAINTEXT:\/\/:99999"/],
    [['CONTROLLER://:9093'], null, /has none for clients/],
    [['PLAINTEXT://:1', 'PLAINTEXT://:2'], null, /names PLAINTEXT twice/],
    [['NEW://:1'], null, 'Listener NEW has no protocol: add NEW:PLAINTEXT to listener.security.protocol.map'],
    [['SSL://:1'], null, 'Listener SSL is to speak SSL; only PLAINTEXT is served yet'],
    [['PLAINTEXT://:1'], ['LAN://x:1'], /advertised.listeners has LAN, and listeners has not. It has PLAINTEXT/],
    [['PLAINTEXT://:1'], ['PLAINTEXT://0.0.0.0:1'], /clients cannot connect to that/],
    [['PLAINTEXT://:1'], ['PLAINTEXT://:1'], /clients cannot connect to that/],
  ] as const)
    t.throws(() => read([...listeners], advertised && [...advertised]), { name: 'ListenError', message })
})
