/**
 * A client's nonsense never stops the broker, and never costs it more than that client's connection.
 * Random tests print the seed that repeats them.
 */
import net from 'node:net'
import t, { type Test } from 'tap'
import { seededRandom } from '../../src/lib/random.ts'
import { ApiVersions } from '../../src/protocol/generated/apis/18-api-versions.ts'
import { apis } from '../../src/protocol/generated/apis/index.ts'
import { encodeRequest } from '../../src/protocol/header.ts'
import { connectTo, type Started, startBroker } from './start.ts'

const framed = (body: Buffer) => {
  const size = Buffer.alloc(4)
  size.writeInt32BE(body.length)
  return Buffer.concat([size, body])
}
const header = (key: number, version: number) => {
  const bytes = Buffer.alloc(14)
  bytes.writeInt16BE(key, 0)
  bytes.writeInt16BE(version, 2)
  bytes.writeInt32BE(7, 4)
  bytes.writeInt16BE(4, 8)
  bytes.write('nope', 10)
  return bytes
}

/** Send bytes, and resolve with what came back when the broker closes, or soon after. */
const poke = ({ broker }: Started, bytes: Buffer, ms = 50) =>
  new Promise<Buffer>(resolve => {
    const [host, port] = broker.address.split(':')
    const socket = net.connect(Number(port), host)
    const got: Buffer[] = []
    const done = () => {
      socket.destroy()
      resolve(Buffer.concat(got))
    }
    socket.on('data', chunk => got.push(chunk))
    socket.on('error', () => {})
    socket.on('close', done)
    socket.write(bytes)
    setTimeout(done, ms)
  })

async function stillServes(t: Test, started: Started, after: string) {
  const connection = await connectTo(t, started.broker)
  const { errorCode } = await connection.send(ApiVersions, 3, { clientSoftwareName: 'tap', clientSoftwareVersion: '1' })
  t.equal(errorCode, 0, `serves after ${after}`)
  t.notOk(
    started.log.some(line => line.includes('this is a bug')),
    `no bug was met after ${after}`,
  )
  await connection.close()
}

t.test('every API key from -5 to 200 in versions -1 to 30, with an empty body', async t => {
  const started = await startBroker(t)
  for (let key = -5; key <= 200; key++) {
    const pokes: Promise<Buffer>[] = []
    for (let version = -1; version <= 30; version++) pokes.push(poke(started, framed(header(key, version)), 30))
    await Promise.all(pokes)
  }
  await stillServes(t, started, 'all keys')
})

t.test('what cannot be answered closes the connection with one line', async t => {
  const started = await startBroker(t)
  for (const [name, body, line] of [
    ['an unknown API', header(999, 0), /API key 999 is not served here/],
    ['a negative one', header(-1, 0), /API key -1 is not served here/],
    ['an unknown version', header(3, 99), /Metadata version 99 was asked; 0 to 13 are possible/],
    ['an empty frame', Buffer.alloc(0), /a request of 0 bytes is too short/],
    ['half a header', header(3, 1).subarray(0, 9), /cannot read its Metadata request, version 1/],
    ['half a body', header(3, 1), /cannot read its Metadata request, version 1/],
  ] as const) {
    started.log.length = 0
    t.equal((await poke(started, framed(body), 2000)).length, 0, name)
    t.equal(started.log.length, 1, `${name}: ${started.log.join('\n')}`)
    t.match(started.log[0], line)
  }
  await stillServes(t, started, 'refusals')
})

t.test('arrays of a billion, strings of two, and tagged fields without end', async t => {
  const started = await startBroker(t)
  const before = process.memoryUsage().rss
  const huge = Buffer.from('3b9aca00', 'hex')
  for (const { key, min, max, flexibleFrom } of apis)
    for (let version = min; version <= max; version++) {
      const start =
        version >= flexibleFrom ? Buffer.concat([header(key, version), Buffer.from([0])]) : header(key, version)
      await Promise.all(
        [
          huge,
          Buffer.from('ffffffff07', 'hex'),
          Buffer.from('7fff7fff7fff', 'hex'),
          Buffer.alloc(64, 0xff),
          Buffer.alloc(64, 0x7f),
        ].map(tail => poke(started, framed(Buffer.concat([start, tail])), 20)),
      )
    }
  await stillServes(t, started, 'huge counts')
  t.ok(process.memoryUsage().rss - before < 400e6, 'and nothing of that size was allocated')
})

t.test('random bytes, and real frames with random bytes in them', async t => {
  const seed = Date.now() % 1e9
  const random = seededRandom(seed)
  const started = await startBroker(t)
  const real = Buffer.concat(
    encodeRequest(
      ApiVersions,
      3,
      { clientSoftwareName: 'tap', clientSoftwareVersion: '1' },
      { correlationId: 1, clientId: 'x' },
    ),
  )
  const served = started.broker.handlers
  for (let round = 0; round < 60; round++) {
    const pokes = Array.from({ length: 25 }, () => {
      const { api } = served[random.below(served.length)]!
      const version = api.min + random.below(api.max - api.min + 1)
      const body = Buffer.concat([header(api.key, version), random.bytes(random.below(200))])
      const mutated = Buffer.from(random.below(3) === 0 ? real : framed(body))
      for (let i = random.below(4); i > 0; i--) mutated[4 + random.below(mutated.length - 4)] = random.below(256)
      return poke(started, random.below(10) === 0 ? random.bytes(random.below(300)) : mutated, 15)
    })
    await Promise.all(pokes)
  }
  await stillServes(t, started, `seed ${seed}`)
})

t.test('half frames from many, and a client that never reads', async t => {
  const started = await startBroker(t)
  const [host, port] = started.broker.address.split(':')
  const sockets = Array.from({ length: 50 }, () => net.connect(Number(port), host))
  for (const socket of sockets) socket.on('error', () => {}).write(Buffer.from('06000000' + '0003', 'hex'))
  const deaf = net.connect(Number(port), host).pause()
  const request = Buffer.concat(
    encodeRequest(
      ApiVersions,
      3,
      { clientSoftwareName: 'tap', clientSoftwareVersion: '1' },
      { correlationId: 1, clientId: 'x' },
    ),
  )
  deaf.on('error', () => {}).write(Buffer.concat(Array.from({ length: 50_000 }, () => request)))
  await stillServes(t, started, 'half frames')
  for (const socket of [...sockets, deaf]) socket.destroy()
})
