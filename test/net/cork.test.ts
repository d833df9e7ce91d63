import net from 'node:net'
import t from 'tap'
import { corkTurn } from '../../src/net/cork.ts'

t.test('what is written in one turn leaves together at its end, and the next turn is another', async t => {
  const server = net.createServer().listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await new Promise(resolve => server.once('listening', resolve))
  const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  await new Promise(resolve => socket.once('connect', resolve))
  const writes: number[] = []
  const writev = socket._writev!.bind(socket)
  socket._writev = (chunks, done) => {
    writes.push(chunks.length)
    writev(chunks, done)
  }
  for (const count of [3, 2]) {
    for (let i = 0; i < count; i++) {
      corkTurn(socket)
      socket.write('x')
    }
    t.ok(socket.writableLength > 0, 'nothing has left yet')
    await new Promise(resolve => setImmediate(resolve))
    t.equal(socket.writableCorked, 0)
  }
  t.same(writes, [3, 2])
})
