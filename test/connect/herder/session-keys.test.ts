import { createHmac } from 'node:crypto'
import t from 'tap'
import { SessionKeys } from '../../../src/connect/herder/session-keys.ts'
import { distributedSettings } from '../../../src/connect/runtime/worker-config.ts'

const keys = (more: Record<string, string> = {}) =>
  new SessionKeys(
    distributedSettings({
      'bootstrap.servers': 'x:1',
      'group.id': 'g',
      'key.converter': 'K',
      'value.converter': 'V',
      'config.storage.topic': 'c',
      'offset.storage.topic': 'o',
      'status.storage.topic': 's',
      ...more,
    }).config,
  )

t.test('what is signed is taken, and nothing else', async t => {
  const [one, two] = [keys(), keys()]
  const body = Buffer.from('[{}]')
  t.strictSame(one.sign(body), {}, 'there is no key yet')
  t.throws(() => two.verify({ algorithm: 'HmacSHA256', signature: Buffer.alloc(32), body }), {
    status: 503,
    message: /session key/,
  })
  const key = one.create(7)
  one.key = two.key = key
  const headers = one.sign(body)
  const signature = Buffer.from(headers['x-connect-authorization']!, 'base64')
  t.strictSame(signature, createHmac('sha256', key.key).update(body).digest())
  const algorithm = headers['x-connect-request-signature-algorithm']!
  two.verify({ algorithm, signature, body })
  t.throws(() => two.verify({ algorithm, signature, body: Buffer.from('[]') }), {
    status: 403,
    message: 'Internal request contained invalid signature.',
  })
  t.throws(() => two.verify({ algorithm, signature: Buffer.from('x'), body }), { status: 403, message: /invalid/ })
  t.throws(() => two.verify({ algorithm: 'HmacMD5', signature, body }), {
    status: 400,
    message: /'HmacMD5'.*\[HmacSHA256\]/,
  })
  t.throws(() => two.verify(undefined), { status: 400, message: 'Internal request missing required signature' })
})

t.test('when the leader makes a new one', async t => {
  const own = keys({ 'inter.worker.key.ttl.ms': '1000' })
  t.ok(own.isDue(0), 'there is none')
  own.key = own.create(5000)
  t.notOk(own.isDue(5999))
  t.equal(own.dueAt, 6000)
  t.ok(own.isDue(6000))
  const longer = keys({ 'inter.worker.key.size': '512' })
  longer.key = own.create(5000)
  t.ok(longer.isDue(5000), 'it is too short')
  t.equal(longer.create(0).key.length, 64)
  const other = keys({
    'inter.worker.key.generation.algorithm': 'HmacSHA512',
    'inter.worker.key.ttl.ms': '0',
  })
  other.key = own.create(5000)
  t.ok(other.isDue(5000), 'it is of another algorithm')
  other.key = other.create(5000)
  t.notOk(other.isDue(Number.MAX_SAFE_INTEGER), '0 is for ever')
})

t.test('settings that cannot be', async t => {
  t.throws(() => keys({ 'inter.worker.signature.algorithm': 'HmacSHA1' }), {
    message: /inter.worker.verification.algorithms must have .* HmacSHA1/,
  })
  t.throws(() => keys({ 'inter.worker.key.generation.algorithm': 'Rot13' }), {
    message: /inter.worker.key.generation.algorithm: there is no Rot13, but HmacMD5, /,
  })
})
