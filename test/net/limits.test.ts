import t from 'tap'
import { ConnectionLimits } from '../../src/net/limits.ts'

t.test('connections of one address, and of all; each refusal names its setting', async t => {
  const limits = new ConnectionLimits({ max: 4, maxPerIp: 2, overrides: new Map([['10.0.0.9', 3]]) })
  t.equal(limits.admit('10.0.0.1'), undefined)
  t.equal(limits.admit('10.0.0.1'), undefined)
  t.equal(limits.admit('10.0.0.1'), 'there are 2 connections from this address already (max.connections.per.ip=2)')
  t.equal(limits.count, 2, 'who was refused does not count')
  for (let i = 0; i < 2; i++) t.equal(limits.admit('10.0.0.9'), undefined)
  t.equal(limits.admit('10.0.0.9'), 'there are 4 connections already (max.connections=4)')
  limits.release('10.0.0.1')
  t.equal(limits.admit('10.0.0.9'), undefined, 'its own limit is 3')
  limits.release('10.0.0.1')
  t.match(limits.admit('10.0.0.9'), /max\.connections\.per\.ip=3/)
})

t.test('what is released may come again, however often', async t => {
  const limits = new ConnectionLimits({ max: 1, maxPerIp: 1 })
  for (let i = 0; i < 100; i++) {
    t.equal(limits.admit('::1'), undefined)
    t.ok(limits.admit('::1'))
    limits.release('::1')
    t.equal(limits.count, 0)
  }
})

t.test('a limit of 0 admits nobody', async t => {
  t.match(new ConnectionLimits({ max: 0, maxPerIp: 9 }).admit('a'), /max\.connections=0/)
  t.match(new ConnectionLimits({ max: 9, maxPerIp: 0 }).admit('a'), /max\.connections\.per\.ip=0/)
})

t.test(
  'how long a new connection is left waiting is asked for its address; nobody waits without such a limit',
  async t => {
    const limits = new ConnectionLimits({ max: 1, maxPerIp: 1, throttleMs: ip => (ip === '10.0.0.1' ? 250 : 0) })
    t.equal(limits.throttleMs('10.0.0.1'), 250)
    t.equal(limits.throttleMs('10.0.0.2'), 0)
    t.equal(new ConnectionLimits({ max: 1, maxPerIp: 1 }).throttleMs('10.0.0.1'), 0)
  },
)
