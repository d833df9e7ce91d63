/** Connections by address and purpose, and what version a request goes in. Backoff and retries: cluster.test.ts. */
import t from 'tap'
import { Peers, versionFor } from '../../src/client/peers.ts'
import { VirtualClock } from '../../src/lib/clock.ts'
import { Fetch } from '../../src/protocol/generated/apis/01-fetch.ts'
import { FakeBroker } from './fake-broker.ts'

const address = { host: 'there', port: 9092 }
const peer = (versions: [number, { min: number; max: number }][]) => ({ address, versions: new Map(versions) })

t.test('the highest version that both sides speak, within what the caller can do with', async t => {
  const { min, max } = Fetch
  for (const [theirs, bounds, wanted] of [
    [{ min: 0, max: 99 }, {}, max],
    [{ min: 0, max: max - 1 }, {}, max - 1],
    [{ min: max, max: 99 }, {}, max],
    [{ min: 0, max: min }, {}, min],
    [{ min: 0, max: 99 }, { maxVersion: max - 2 }, max - 2],
    [{ min: 0, max: 99 }, { minVersion: max }, max],
  ] as const)
    t.equal(versionFor(Fetch as never, peer([[Fetch.key, theirs]]), bounds), wanted, JSON.stringify([theirs, bounds]))
})

t.test('where there is none the refusal says who serves what', async t => {
  const { min, max } = Fetch
  for (const [theirs, bounds] of [
    [{ min: max + 1, max: 99 }, {}],
    [{ min: 0, max: min - 1 }, {}],
    [{ min: 0, max: 99 }, { minVersion: max + 1 }],
    [{ min: max, max }, { maxVersion: max - 1 }],
  ] as const)
    t.throws(
      () => versionFor(Fetch as never, peer([[Fetch.key, theirs]]), bounds),
      {
        name: 'UNSUPPORTED_VERSION',
        message: new RegExp(`there:9092 serves Fetch in versions ${theirs.min} to ${theirs.max};`),
      },
      JSON.stringify([theirs, bounds]),
    )
  t.throws(() => versionFor(Fetch as never, peer([])), { message: /there:9092 does not serve Fetch; versions/ })
})

const backoff = { firstMs: 1000, maxMs: 1000 }
const setUp = (clock: VirtualClock) =>
  new Peers({ clientId: 'c', requestTimeoutMs: 5000, connect: backoff, reconnect: backoff, clock, random: () => 0.5 })

t.test(
  'one connection for each address and purpose, however many ask at once; a closed one is opened anew',
  async t => {
    const broker = await FakeBroker.start({ orders: 1 })
    t.teardown(() => broker.close())
    const [host = '', port] = broker.bootstrap.split(':')
    const at = { host, port: Number(port) }
    const peers = setUp(new VirtualClock(0))
    t.teardown(() => peers.close())
    const [one, same, other] = await Promise.all([peers.get(at), peers.get(at), peers.get(at, 'fetch')])
    t.equal(one, same)
    t.not(one, other)
    t.equal(peers.opened(at), one)
    await one.connection.close()
    t.equal(peers.opened(at), undefined)
    t.equal(peers.opened(at, 'fetch'), other)
    t.not(await peers.get(at), one)
  },
)

t.test('who was closed opens nothing more', async t => {
  const peers = setUp(new VirtualClock(0))
  await peers.close()
  await t.rejects(peers.get(address), { name: 'NETWORK_EXCEPTION', message: 'The client is closed' })
})
