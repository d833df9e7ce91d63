/** Replicas that hold the same, that lag, and that differ: by offset, and by a single byte. */
import t from 'tap'
import { type Copy, ReplicaCheck } from '../../src/cli/replica-check.ts'
import { encodeBatch } from '../../src/protocol/record.ts'

const at = { topic: 'orders', partition: 0 }
const batch = (baseOffset: number, ...values: string[]) =>
  encodeBatch({ baseOffset, records: values.map(value => ({ timestamp: 1, value: Buffer.from(value) })) })
const copies = (...rows: readonly Copy[]) => new Map([['orders-0', rows]])
const copy = (broker: number, highWatermark: number, ...parts: Buffer[]): Copy => ({
  broker,
  highWatermark,
  bytes: Buffer.concat(parts),
})

t.test('equal replicas are passed over up to the high watermark', async t => {
  const check = new ReplicaCheck([{ ...at, offset: 0 }])
  const parts = [batch(0, 'a', 'b'), batch(2, 'c'), batch(3, 'd')]
  // Broker 2 knows of records 0 to 2 only that they are safe: 3 is not compared yet.
  const { findings, lag } = check.verify(copies(copy(1, 4, ...parts), copy(2, 3, ...parts)))
  t.same(findings, [])
  t.equal(check.next(at), 3)
  t.same(lag, { lag: 1, at: { ...at, offset: 0 }, offset: 3 })
})

t.test('a replica that has less is waited for, one that does not answer too', async t => {
  const check = new ReplicaCheck([{ ...at, offset: 0 }])
  const parts = [batch(0, 'a', 'b'), batch(2, 'c')]
  check.verify(copies(copy(1, 3, ...parts), copy(2, 3, parts[0]!)))
  t.equal(check.next(at), 2)
  const { lag } = check.verify(copies(copy(1, 3, parts[1]!), copy(2, -1)))
  t.match(lag, { lag: 1, offset: 2 })
  t.equal(check.next(at), 2)
})

t.test('one byte that differs is found by its checksum, and the rest is compared all the same', async t => {
  const check = new ReplicaCheck([{ ...at, offset: 0 }])
  const { findings } = check.verify(
    copies(
      copy(1, 3, batch(0, 'a'), batch(1, 'b'), batch(2, 'c')),
      copy(2, 3, batch(0, 'a'), batch(1, 'B'), batch(2, 'c')),
    ),
  )
  t.match(findings, [{ kind: 'checksums', at, first: { broker: 1, offset: 1 }, other: { broker: 2, offset: 1 } }])
  t.equal(findings.length, 1)
  t.equal(check.next(at), 3)
})

t.test('other offsets end the comparison', async t => {
  const check = new ReplicaCheck([{ ...at, offset: 0 }])
  const { findings } = check.verify(copies(copy(1, 2, batch(0, 'a', 'b')), copy(2, 2, batch(0, 'a'), batch(1, 'b'))))
  t.match(findings, [{ kind: 'offsets', first: { broker: 1, offset: 1 }, other: { broker: 2, offset: 0 } }])
  t.equal(check.next(at), 0)
})

t.test('a batch that is cut at the end is left for the next round', async t => {
  const check = new ReplicaCheck([{ ...at, offset: 0 }])
  const whole = Buffer.concat([batch(0, 'a'), batch(1, 'bb')])
  for (let cut = whole.length - batch(1, 'bb').length; cut < whole.length; cut++) {
    const { findings } = check.verify(copies(copy(1, 2, whole), copy(2, 2, whole.subarray(0, cut))))
    t.same(findings, [], `cut at byte ${cut}`)
    t.equal(check.next(at), 1, `cut at byte ${cut}`)
  }
})
