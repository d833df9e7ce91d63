import net from 'node:net'
import t, { type Test } from 'tap'
import { Connection } from '../../src/net/connection.ts'
import { FrameReader } from '../../src/net/frame.ts'
import { Produce } from '../../src/protocol/generated/apis/00-produce.ts'
import { ApiVersions } from '../../src/protocol/generated/apis/18-api-versions.ts'
import { encodeResponse, readRequestHeader } from '../../src/protocol/header.ts'
import { Reader } from '../../src/protocol/reader.ts'

type Peer = (request: { apiKey: number; version: number; correlationId: number }, socket: net.Socket) => void

async function start(t: Test, peer: Peer, requestTimeoutMs = 5000) {
  const server = net.createServer(socket => {
    const frames = new FrameReader(1e6, frame => {
      const reader = new Reader(frame)
      const version = frame.readInt16BE(2)
      const { apiKey, correlationId } = readRequestHeader(reader, version >= 3)
      peer({ apiKey, version, correlationId }, socket)
    })
    socket.on('data', chunk => frames.push(chunk))
    socket.on('error', () => {})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  const connection = await Connection.connect({ host: '127.0.0.1', port, clientId: 'test', requestTimeoutMs })
  t.teardown(async () => {
    await connection.close()
    server.close()
  })
  return { connection, port, server }
}
const ask = (connection: Connection, version = 0) =>
  connection.send(ApiVersions, version, { clientSoftwareName: 'tskafka', clientSoftwareVersion: '1' })
const answer = (correlationId: number, maxVersion = 4, version = 0) =>
  Buffer.concat(
    encodeResponse(ApiVersions, version, { apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion }] }, { correlationId }),
  )

t.test('requests go out pipelined, and each answer finds its own, in every version', async t => {
  const held: Buffer[] = []
  const { connection } = await start(t, ({ version, correlationId }, socket) => {
    held.push(answer(correlationId, version, version))
    if (held.length === 5) socket.write(Buffer.concat(held))
  })
  const answers = await Promise.all([0, 1, 2, 3, 4].map(version => ask(connection, version)))
  t.same(
    answers.map(({ apiKeys }) => apiKeys[0]!.maxVersion),
    [0, 1, 2, 3, 4],
  )
  t.equal(connection.inFlight, 0)
})

t.test('a lost connection fails everything that is under way, and everything after', async t => {
  const { connection } = await start(t, ({ correlationId }, socket) => {
    if (correlationId === 2) socket.destroy()
  })
  const closed: string[] = []
  connection.onClose(error => closed.push(error.name))
  const both = await Promise.allSettled([ask(connection), ask(connection)])
  for (const result of both)
    t.match(result, { status: 'rejected', reason: { name: 'NETWORK_EXCEPTION', retriable: true } })
  await t.rejects(ask(connection), { name: 'NETWORK_EXCEPTION' })
  t.throws(() => connection.sendWithoutResponse(ApiVersions, 0, { clientSoftwareName: '', clientSoftwareVersion: '' }))
  t.same(closed, ['NETWORK_EXCEPTION'], 'told once')
  connection.onClose(error => closed.push(error.name))
  t.equal(closed.length, 2, 'and at once when it is late')
  t.equal(connection.closed, true)
})

t.test('a request without an answer closes the connection, and says which', async t => {
  const { connection } = await start(t, () => {}, 60)
  const [late, other] = await Promise.allSettled([
    ask(connection),
    connection.send(ApiVersions, 0, { clientSoftwareName: '', clientSoftwareVersion: '' }, { timeoutMs: 60_000 }),
  ])
  t.match(late, {
    reason: { name: 'REQUEST_TIMED_OUT', message: /^ApiVersions to 127.0.0.1:\d+ was not answered in time/ },
  })
  t.match(other, { reason: { name: 'NETWORK_EXCEPTION', message: /ApiVersions was not answered in time/ } })
})

t.test('an answer that is not the next one closes the connection', async t => {
  const { connection } = await start(t, ({ correlationId }, socket) => void socket.write(answer(correlationId + 1)))
  await t.rejects(ask(connection), {
    name: 'NETWORK_EXCEPTION',
    message: /answer 2 came, the next was to be 1 \(ApiVersions\)/,
  })
})

t.test('an answer that cannot be read fails its own request only', async t => {
  const { connection } = await start(t, ({ correlationId }, socket) => {
    const bad = Buffer.from('0000000800000000' + 'ffffffff', 'hex')
    bad.writeInt32BE(correlationId, 4)
    socket.write(correlationId === 1 ? bad.subarray(0, 12) : answer(correlationId))
  })
  await t.rejects(ask(connection), { name: 'CORRUPT_MESSAGE', message: /^Cannot read the ApiVersions answer of 127/ })
  t.equal((await ask(connection)).apiKeys.length, 1)
})

t.test('somebody who does not speak Kafka is told so', async t => {
  const { connection } = await start(t, (_request, socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))
  await t.rejects(ask(connection), {
    name: 'NETWORK_EXCEPTION',
    message: /does not speak Kafka's protocol: it answers in HTTP, as a web server does$/,
  })
})

t.test('nobody there', async t => {
  const { port, server, connection } = await start(t, () => {})
  await connection.close()
  await new Promise(resolve => server.close(resolve))
  await t.rejects(Connection.connect({ host: '127.0.0.1', port }), {
    name: 'NETWORK_EXCEPTION',
    message: new RegExp(`^Cannot connect to 127.0.0.1:${port}: nothing listens there \\(ECONNREFUSED\\)$`),
  })
})

t.test('acks=0 has no answer, and what follows is not disturbed', async t => {
  const seen: number[] = []
  const { connection } = await start(t, ({ apiKey, correlationId }, socket) => {
    seen.push(apiKey)
    if (apiKey === ApiVersions.key) socket.write(answer(correlationId))
  })
  connection.sendWithoutResponse(Produce, 9, { acks: 0, timeoutMs: 1000, topicData: [] })
  await ask(connection)
  t.same(seen, [0, 18])
})

t.test('drained() waits for the socket, and never for ever', async t => {
  const { connection } = await start(t, (_request, socket) => void socket.pause())
  await connection.drained()
  const records = Buffer.alloc(4e6)
  const send = () =>
    connection.sendWithoutResponse(Produce, 9, {
      acks: 0,
      timeoutMs: 1000,
      topicData: [{ name: 'a', partitionData: [{ index: 0, records }] }],
    })
  for (let i = 0; i < 10; i++) send()
  t.equal(connection.needsDrain, true)
  t.ok(connection.bufferedBytes > 1e6)
  const drained = connection.drained()
  connection.close()
  await drained
})
