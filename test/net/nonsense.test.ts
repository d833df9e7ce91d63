import t from 'tap'
import { httpAnswer, recognise } from '../../src/net/nonsense.ts'

t.test('who knocked, by the first bytes', async t => {
  const rows: [start: Buffer | string, kind: string, explanation: RegExp][] = [
    ['GET / HTTP/1.1\r\nHost: x\r\n', 'http', /an HTTP request \("GET \/ HTTP\/1\.1"\)/],
    ['PRI * HTTP/2.0\r\n', 'http', /HTTP request/],
    ['GETTING started', 'text', /it sent text \("GETTING started"\)/],
    [Buffer.from('16030100c8010000c4', 'hex'), 'tls', /TLS handshake.*security\.protocol=PLAINTEXT/],
    [Buffer.from('1605', 'hex'), 'bytes', /first bytes \(1605\)/],
    ['SSH-2.0-OpenSSH_9\r\n', 'text', /"SSH-2\.0-OpenSSH_9"/],
    ['abc', 'bytes', /616263/], // Too short to be called text.
    ['\u00ff\u00fe\u00fd\u00fc', 'bytes', /first bytes/],
    [Buffer.alloc(100, 0x80), 'bytes', /\((80){16}\)/],
  ]
  for (const [start, kind, explanation] of rows) {
    const found = recognise(Buffer.from(start as string, 'latin1'))
    t.equal(found.kind, kind, String(start).slice(0, 20))
    t.match(found.explanation, explanation)
  }
})

t.test('one line for the log, whatever was sent', async t => {
  for (const text of [`GET /${'x'.repeat(1000)} HTTP/1.1`, `hello\r\nworld`, `quote " and \\ back`]) {
    const { explanation } = recognise(Buffer.from(text))
    t.notMatch(explanation, /[\r\n]/)
    t.ok(explanation.length < 200, `${explanation.length} letters`)
  }
})

t.test('a page for a browser is a whole HTTP answer', async t => {
  const [head = '', body = ''] = httpAnswer('127.0.0.1:9092').toString().split('\r\n\r\n')
  t.match(head, /^HTTP\/1\.1 400 Bad Request\r\n/)
  t.equal(Number(/Content-Length: (\d+)/.exec(head)?.[1]), Buffer.byteLength(body))
  t.match(head, /Connection: close/)
  t.match(body, /bootstrap\.servers=127\.0\.0\.1:9092/)
})
