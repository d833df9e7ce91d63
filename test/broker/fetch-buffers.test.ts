import t from 'tap'
import { FetchBuffers } from '../../src/broker/fetch-buffers.ts'
import { KiB, MiB } from '../../src/lib/units.ts'

t.test('pieces fill a slab front to back; what does not fit begins the next', async t => {
  const buffers = new FetchBuffers()
  const lease = buffers.lease()
  const [a, b, c] = [lease.allocate(600 * KiB), lease.allocate(424 * KiB), lease.allocate(MiB)]
  t.equal(a.buffer, b.buffer, 'to the last byte')
  t.equal(b.byteOffset, a.byteOffset + a.length)
  t.not(b.buffer, c.buffer)
  t.equal(buffers.lent, 2)
  t.equal(lease.allocate(3 * MiB).length, 3 * MiB, 'a batch larger than a slab')
  t.equal(buffers.lent, 2)
  lease.release()
  t.equal(buffers.lent, 0)
})

t.test('small answers borrow no slab', async t => {
  const buffers = new FetchBuffers()
  const lease = buffers.lease()
  t.equal(lease.allocate(32 * KiB).length, 32 * KiB)
  t.equal(buffers.lent, 0)
})

t.test('slabs are used again, and never by two at a time', async t => {
  const buffers = new FetchBuffers()
  const one = buffers.lease()
  const a = one.allocate(MiB)
  const two = buffers.lease()
  const b = two.allocate(MiB)
  t.not(a.buffer, b.buffer)
  one.release()
  one.release()
  const c = buffers.lease().allocate(MiB)
  t.equal(c.buffer, a.buffer)
  const d = buffers.lease().allocate(MiB)
  t.not(d.buffer, a.buffer, 'a second release gives nothing back')
})
