/** Why there is no connection, in words. */
import t from 'tap'
import { FrameError } from '../../src/net/frame.ts'
import { isTls, reasonOf, strangerOf } from '../../src/net/reasons.ts'

const system = (code: string) => Object.assign(new Error(`connect ${code} 127.0.0.1:1`), { code })

t.test("the system's words are said in plain ones, with its code", async t => {
  t.equal(reasonOf(system('ECONNREFUSED')), 'nothing listens there (ECONNREFUSED)')
  t.equal(reasonOf(system('ENOTFOUND')), 'no such host is known (ENOTFOUND)')
  t.equal(reasonOf(system('EODD')), 'connect EODD 127.0.0.1:1', 'one that has no other words')
  const each = [system('ECONNREFUSED'), system('ECONNREFUSED'), system('ENETUNREACH')]
  t.equal(
    reasonOf(new AggregateError(each)),
    'nothing listens there (ECONNREFUSED), no way leads to its network (ENETUNREACH)',
    'a name with several addresses, each reason once',
  )
})

t.test('who answers at a port that is no broker', async t => {
  const stranger = (start: string | Buffer) => strangerOf(new FrameError('a frame', 1, Buffer.from(start)))
  t.equal(stranger('HTTP/1.1 400 Bad Request\r\n'), 'it answers in HTTP, as a web server does')
  t.match(stranger('SSH-2.0-OpenSSH_9\r\n'), /it sent text \("SSH-2\.0-OpenSSH_9"\)/)
  t.match(stranger(Buffer.alloc(8, 0xff)), /its first bytes \(ffffffffffffffff\)/)
  t.equal(strangerOf(new Error('as it is')), 'as it is')
})

t.test('TLS is known by its first two bytes', async t => {
  t.ok(isTls(Buffer.from('15030300020246', 'hex')), 'an alert, to what was no handshake')
  t.ok(isTls(Buffer.from('160303', 'hex')))
  for (const hex of ['', '15', '1502', '00030000', '14030000']) t.notOk(isTls(Buffer.from(hex, 'hex')), hex)
})
