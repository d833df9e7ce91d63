import net from 'node:net'
import t, { type Test } from 'tap'
import { systemClock, VirtualClock } from '../../src/lib/clock.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { ConnectionLimits } from '../../src/net/limits.ts'
import { Server, type ServerOptions } from '../../src/net/server.ts'
import type { FrameHandler, ServerConnection } from '../../src/net/server-connection.ts'
import type { Slot } from '../../src/net/slot.ts'

const framed = (text: string | Buffer) => {
  const body = Buffer.from(text as string)
  const size = Buffer.alloc(4)
  size.writeInt32BE(body.length)
  return Buffer.concat([size, body])
}
const echo: FrameHandler = (frame, slot) => slot.answer([framed(frame)])
const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

async function start(t: Test, options: Partial<ServerOptions> & { handle?: FrameHandler } = {}) {
  const log: string[] = []
  const connections: ServerConnection[] = []
  const server = await Server.listen({
    name: 'PLAINTEXT',
    host: '127.0.0.1',
    port: 0,
    backlog: 50,
    maxFrameBytes: 1000,
    idleMs: 60_000,
    limits: new ConnectionLimits({ max: 100, maxPerIp: 100 }),
    clock: systemClock,
    logger: createLogger({ write: line => log.push(line.trimEnd()), level: 'info' }),
    accept: connection => {
      connections.push(connection)
      return options.handle ?? echo
    },
    ...options,
  })
  t.teardown(() => server.close(0))
  return { server, log, connections }
}

/** A socket that collects what it gets; `until(n)` resolves with the first n frames, `end` with everything at the end. */
function peer(port: number) {
  const socket = net.connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  const found: string[] = []
  /** Not whole yet, and how many bytes it takes to look again. */
  let rest: Buffer[] = []
  let [have, need] = [0, 4]
  let closed = false
  let check = () => {}
  const frames = () => {
    if (have < need) return found
    const bytes = Buffer.concat(rest)
    let at = 0
    for (need = 4; at + need <= bytes.length; need = 4) {
      need = 4 + bytes.readInt32BE(at)
      if (at + need > bytes.length) break
      found.push(bytes.toString('utf8', at + 4, at + need))
      at += need
    }
    rest = [bytes.subarray(at)]
    have = bytes.length - at
    return found
  }
  socket.on('data', chunk => {
    chunks.push(chunk)
    rest.push(chunk)
    have += chunk.length
    check()
  })
  socket.on('error', () => {})
  const end = new Promise<string>(resolve =>
    socket.on('close', () => {
      closed = true
      check()
      resolve(Buffer.concat(chunks).toString())
    }),
  )
  const until = (count: number) =>
    new Promise<string[]>(resolve => {
      check = () => {
        if (frames().length >= count || closed) resolve([...frames()])
      }
      check()
    })
  return { socket, end, until, frames }
}

t.test('answers leave in the order of the requests, whatever order they were made in', async t => {
  const slots: Slot[] = []
  const { server } = await start(t, { handle: (_frame, slot) => void slots.push(slot) })
  const { socket, until } = peer(server.port)
  socket.write(Buffer.concat(['1', '2', '3', '4'].map(framed)))
  while (slots.length < 4) await wait(1)
  slots[3]!.answer([framed('four')])
  slots[1]!.skip() // acks=0
  slots[2]!.answer([framed('th'), Buffer.alloc(0)])
  await wait(10)
  slots[0]!.answer([framed('one')])
  t.same(await until(3), ['one', 'th', 'four'])
  socket.destroy()
})

t.test('a promise holds back the next frames of its connection, and of no other', async t => {
  const seen: string[] = []
  let go = () => {}
  const { server } = await start(t, {
    handle: (frame, slot) => {
      seen.push(frame.toString())
      slot.answer([framed(frame)])
      if (frame.toString() !== 'wait') return undefined
      return new Promise<void>(resolve => {
        go = resolve
      })
    },
  })
  const a = peer(server.port)
  const b = peer(server.port)
  a.socket.write(Buffer.concat(['wait', 'after'].map(framed)))
  t.same(await a.until(1), ['wait'])
  b.socket.write(framed('other'))
  t.same(await b.until(1), ['other'])
  t.same(seen, ['wait', 'other'])
  go()
  t.same(await a.until(2), ['wait', 'after'])
  a.socket.destroy()
  b.socket.destroy()
})

t.test('onSent is called once, whether the bytes left or the peer did', async t => {
  let sent = 0
  const big = Buffer.alloc(8 * 1024 * 1024)
  const { server, connections } = await start(t, { handle: (_frame, slot) => slot.answer([big], () => sent++) })
  const a = peer(server.port)
  a.socket.pause()
  a.socket.write(framed('x'))
  await wait(30)
  t.equal(sent, 0, 'the peer does not read')
  a.socket.destroy()
  while (connections.some(connection => !connection.closed)) await wait(1)
  await wait(10)
  t.equal(sent, 1)
})

t.test('a peer that does not read is not read from', async t => {
  let requests = 0
  const body = Buffer.alloc(300_000)
  const { server } = await start(t, {
    handle: (_frame, slot) => {
      requests++
      slot.answer([framed(body)])
    },
  })
  const a = peer(server.port)
  a.socket.pause()
  for (let i = 0; i < 60; i++) a.socket.write(framed('x'))
  await wait(100)
  t.ok(requests < 40, `${requests} of 60 requests were looked at`)
  a.socket.resume()
  t.equal((await a.until(60)).length, 60, 'and they all are when it reads')
  a.socket.destroy()
})

t.test('too many requests without an answer wait in the socket', async t => {
  const slots: Slot[] = []
  const { server } = await start(t, { handle: (_frame, slot) => void slots.push(slot) })
  const a = peer(server.port)
  a.socket.write(Buffer.concat(Array.from({ length: 1000 }, () => framed('x'))))
  while (slots.length < 128) await wait(1)
  await wait(20)
  t.equal(slots.length, 128)
  const answered = a.until(1000)
  for (let i = 0; i < 1000; i++) {
    while (i >= slots.length) await wait(1)
    slots[i]!.answer([framed('y')])
  }
  t.equal((await answered).length, 1000)
  a.socket.destroy()
})

t.test('a connection that had just as many requests open as it may is read on when they are answered', async t => {
  const slots: Slot[] = []
  const { server } = await start(t, { handle: (_frame, slot) => void slots.push(slot) })
  const a = peer(server.port)
  // In one piece, and nothing behind them that would wait.
  a.socket.write(Buffer.concat(Array.from({ length: 128 }, () => framed('x'))))
  while (slots.length < 128) await wait(1)
  for (const slot of slots) slot.answer([framed('y')])
  await a.until(128)
  a.socket.write(framed('one more'))
  for (let ms = 0; slots.length < 129 && ms < 2000; ms += 5) await wait(5)
  t.equal(slots.length, 129)
  a.socket.destroy()
})

t.test('what is not Kafka gets one line in the log and a closed connection', async t => {
  const { server, log } = await start(t)
  const cases: [string, Buffer, RegExp][] = [
    ['TLS', Buffer.from('16030100f1010000ed0303', 'hex'), /began a TLS handshake, and this listener is plain text/],
    ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'), /it sent text \("SSH-2.0-OpenSSH_9.2"\)/],
    [
      '4 GB',
      Buffer.from('ffffffff00', 'hex'),
      /a frame of -1 bytes was announced; 0 to 1000 are possible \(socket.request/,
    ],
    ['big', Buffer.from('000003e9', 'hex'), /a frame of 1001 bytes was announced/],
  ]
  for (const [name, bytes, line] of cases) {
    log.length = 0
    const { socket, end } = peer(server.port)
    socket.write(bytes)
    t.equal(await end, '', `${name}: no answer`)
    t.equal(log.length, 1, `${name}: one line`)
    t.match(log[0], line)
    t.match(log[0], /WARN Closed the connection of 127\.0\.0\.1:\d+ to PLAINTEXT: /)
  }
})

t.test('a browser gets a page that explains', async t => {
  const { server, log } = await start(t)
  for (const verb of ['GET', 'POST', 'HEAD', 'OPTIONS']) {
    log.length = 0
    const { socket, end } = peer(server.port)
    socket.write(`${verb} / HTTP/1.1\r\nHost: x\r\n\r\n${'body'.repeat(1000)}`)
    const page = await end
    t.match(page, /^HTTP\/1.1 400 Bad Request\r\n/)
    t.match(page, `bootstrap.servers=127.0.0.1:${server.port}`)
    t.equal(log.length, 1)
    t.match(log[0], `it sent an HTTP request ("${verb} / HTTP/1.1")`)
  }
})

t.test('nonsense after sense is told by its size, not by how it looks', async t => {
  const { server, log } = await start(t)
  const { socket, end } = peer(server.port)
  socket.write(Buffer.concat([framed('x'), Buffer.from('GET ')]))
  await end
  t.match(log[0], /a frame of 1195725856 bytes was announced/)
})

t.test('an idle connection is closed, half a frame is said so; a request that waits is not idle', async t => {
  const { server, log } = await start(t, { idleMs: 600, handle: () => {} })
  const idle = peer(server.port)
  const half = peer(server.port)
  const waiting = peer(server.port)
  half.socket.write(framed('hello').subarray(0, 6))
  waiting.socket.write(framed('hello'))
  await Promise.all([idle.end, half.end])
  t.equal(log.length, 1)
  t.match(log[0], /a request began and did not end; nothing happened for 600 ms \(connections.max.idle.ms\)/)
  t.equal(waiting.socket.destroyed, false)
  waiting.socket.destroy()
})

t.test(
  'a connection that is muted is read on when its time is over; the longest counts, and it is not idle',
  async t => {
    const clock = new VirtualClock()
    const seen: string[] = []
    const { server, connections } = await start(t, {
      clock,
      idleMs: 1000,
      handle: (frame, slot) => {
        seen.push(String(frame))
        if (String(frame) === 'a') {
          connections[0]!.mute(5000)
          connections[0]!.mute(100)
        }
        slot.answer([framed(frame)])
      },
    })
    const { socket, until } = peer(server.port)
    socket.write(Buffer.concat([framed('a'), framed('b')]))
    t.same(await until(1), ['a'], 'what was looked at is answered')
    clock.advance(4999)
    await wait(20)
    t.same(seen, ['a'])
    clock.advance(1)
    t.same(await until(2), ['a', 'b'])
    connections[0]!.mute(5000)
    socket.destroy()
    await wait(20)
    clock.advance(5000)
    t.ok(connections[0]!.closed)
  },
)

t.test('connections are limited, over all and by address', async t => {
  for (const [limits, line] of [
    [{ max: 2, maxPerIp: 100 }, /there are 2 connections already \(max.connections=2\)/],
    [{ max: 100, maxPerIp: 2 }, /there are 2 connections from this address already \(max.connections.per.ip=2\)/],
    [{ max: 100, maxPerIp: 9, overrides: new Map([['127.0.0.1', 2]]) }, /\(max.connections.per.ip=2\)/],
  ] as const) {
    const { server, log } = await start(t, { limits: new ConnectionLimits(limits) })
    const kept = [peer(server.port), peer(server.port)]
    for (const { socket, until } of kept) {
      socket.write(framed('x'))
      await until(1)
    }
    await peer(server.port).end
    t.match(log[0], line)
    kept[0]!.socket.destroy()
    await wait(20)
    const again = peer(server.port)
    again.socket.write(framed('again'))
    t.same(await again.until(1), ['again'], 'a place that became free is given again')
    again.socket.destroy()
    kept[1]!.socket.destroy()
  }
})

t.test('close() answers what was asked, and takes nothing more', async t => {
  const slots: Slot[] = []
  const { server } = await start(t, { handle: (_frame, slot) => void slots.push(slot) })
  const a = peer(server.port)
  const idle = peer(server.port)
  a.socket.write(framed('x'))
  while (slots.length === 0) await wait(1)
  const closing = server.close(5000)
  a.socket.write(framed('too late'))
  await wait(20)
  slots[0]!.answer([framed('done')])
  await closing
  t.same(await a.until(1), ['done'])
  t.equal(slots.length, 1)
  t.equal(await idle.end, '')
  await t.rejects(
    new Promise((_, reject) => net.connect(server.port, '127.0.0.1').on('error', reject)),
    'nobody listens there now',
  )
})

t.test('close() does not wait for ever', async t => {
  const { server } = await start(t, { handle: () => {} })
  const a = peer(server.port)
  a.socket.write(framed('x'))
  await wait(20)
  const before = Date.now()
  await server.close(50)
  t.ok(Date.now() - before < 1000)
  await a.end
})

t.test('a peer that ends its side is still answered', async t => {
  const { server } = await start(t)
  const { socket, end } = peer(server.port)
  socket.end(Buffer.concat([framed('a'), framed('b')]))
  t.equal(await end, Buffer.concat([framed('a'), framed('b')]).toString())
})

t.test('a handler that throws closes its connection and nothing else', async t => {
  const { server, log } = await start(t, {
    handle: (frame, slot) => {
      if (frame.toString() === 'throw') throw new Error('a bug of ours')
      if (frame.toString() === 'reject') return Promise.reject(new Error('a bug of ours'))
      return echo(frame, slot)
    },
  })
  const other = peer(server.port)
  for (const text of ['throw', 'reject']) {
    log.length = 0
    const { socket, end } = peer(server.port)
    socket.write(framed(text))
    t.equal(await end, '')
    t.match(log[0], /ERROR .*this is a bug\nError: a bug of ours\n +at /)
  }
  other.socket.write(framed('x'))
  t.same(await other.until(1), ['x'])
  other.socket.destroy()
})

t.test('a port in use, and an address that is not ours, are told with what to do', async t => {
  const { server } = await start(t)
  await t.rejects(start(t, { port: server.port }), {
    name: 'ListenError',
    message: `Cannot listen on PLAINTEXT://127.0.0.1:${server.port}: the port is in use. Stop the program that has it, or give another port in listeners (port 0 takes a free one)`,
  })
  await t.rejects(start(t, { host: '192.0.2.1' }), /this machine has no such address/)
})
