/** The store: appended and folded in one, read once, thrown away when it does not fit its log. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import * as queries from '../../src/group/queries.ts'
import { offsetCommit } from '../../src/group/records.ts'
import { GroupStore } from '../../src/group/store.ts'
import { encodeEndTxnMarker } from '../../src/protocol/control.ts'
import { KafkaError } from '../../src/protocol/errors.ts'
import { MemoryLog } from '../kit/memory-log.ts'

function start(t: Test, { log = new MemoryLog('__consumer_offsets-0'), file = fileOf(t), count = 1 } = {}) {
  const store = new GroupStore({
    file,
    now: () => 1000,
    partitionCount: () => count,
    partition: index => {
      if (index > 0) throw new KafkaError('NOT_COORDINATOR', `${index} is led by another`)
      return { log, leaderEpoch: 0 }
    },
  })
  return { store, log, file }
}

function fileOf(t: Test): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-groups-'))
  t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
  return path.join(dir, 'groups.db')
}

const committed = (offset: number, partition = 0) =>
  offsetCommit('g', 'orders', partition, {
    offset,
    leaderEpoch: -1,
    metadata: '',
    commitTimestampMs: 1000,
    expireTimestampMs: null,
    topicId: null,
  })
const turn = () => new Promise(resolve => setImmediate(resolve))
const offsetIn = ({ view }: GroupStore) => queries.committed(view, 'g', 'orders', 0)?.offset

t.test('what is appended is seen at once, and answered for when it is in the file', async t => {
  const { store, log } = start(t)
  log.held = true
  let written = false
  store.append('g', [committed(5)], () => {
    written = true
  })
  t.equal(offsetIn(store), 5)
  t.notOk(written)
  log.write()
  t.ok(written)
  store.close()
})

t.test('a store that is opened again reads only what is new', async t => {
  const { store, log, file } = start(t)
  store.append('g', [committed(5)], () => {})
  await turn()
  store.close()
  log.append(log.bytes[0]!.subarray(), { leaderEpoch: 0 })
  log.write()
  const read: number[] = []
  const batchesFrom = log.batchesFrom.bind(log)
  log.batchesFrom = function* (from: number) {
    read.push(from)
    yield* batchesFrom(from)
  }
  const again = start(t, { log, file }).store
  again.load('g')
  again.load('g')
  t.same(read, [1], 'once, from where it was')
  again.close()
})

t.test('a view of another history is thrown away', async t => {
  const { store, file } = start(t)
  store.append('g', [committed(5)], () => {})
  store.append('g', [committed(6)], () => {})
  await turn()
  store.close()
  // The log is shorter than what the view has seen of it.
  const log = new MemoryLog('__consumer_offsets-0')
  const other = start(t, { log }).store
  other.append('g', [committed(1)], () => {})
  await turn()
  other.close()
  const again = start(t, { log, file }).store
  again.load('g')
  t.equal(offsetIn(again), 1)
  again.close()
})

t.test('rows and position are committed together: a killed process loses both', async t => {
  const { store, file, log } = start(t)
  store.append('g', [committed(5)], () => {})
  // Nothing of this turn is committed yet: another connection sees nothing of it.
  const other = start(t, { file, log }).store
  t.equal(offsetIn(other), undefined)
  t.equal(other.view.position('__consumer_offsets-0'), undefined)
  await turn()
  t.equal(offsetIn(other), 5)
  t.match(other.view.position('__consumer_offsets-0'), { nextOffset: 1 })
  other.close()
  store.close()
})

t.test('a view is thrown away in a turn that has appended: what waits to be written is not forgotten', async t => {
  const file = fileOf(t)
  const logs = [new MemoryLog('__consumer_offsets-0'), new MemoryLog('__consumer_offsets-1')]
  const open = () =>
    new GroupStore({
      file,
      now: () => 1000,
      partitionCount: () => 2,
      partition: index => ({ log: logs[index]!, leaderEpoch: 0 }),
    })
  const first = open()
  const index = first.partitionOf('g')
  const stranger = ['a', 'b', 'c', 'd'].find(id => first.partitionOf(id) !== index)!
  first.append('g', [committed(5)], () => {}, { producerId: 7, producerEpoch: 0 })
  first.append(stranger, [committed(5)], () => {})
  await turn()
  first.close()

  // The process died between the view's commit and the write of the other partition.
  logs[1 - index] = new MemoryLog(`__consumer_offsets-${1 - index}`)
  const again = open()
  logs[index]!.held = true
  const end = { producerId: 7, producerEpoch: 0, coordinatorEpoch: 0, committed: true, timestamp: 1000 }
  again.appendMarker(index, encodeEndTxnMarker(end), 1, () => {})
  again.load(stranger)
  again.load('g')
  t.equal(offsetIn(again), 5)
  again.append('g', [committed(6, 1)], () => {})
  await turn()
  t.notOk(queries.isPending(again.view, 'g', 'orders', 0), 'its marker lies before what was appended since')
  again.close()
})

t.test('offsets of a transaction count from its marker on, and are told of', async t => {
  const { store } = start(t)
  const changed: unknown[] = []
  store.onChanged = groups => changed.push(groups === 'all' ? groups : [...groups])
  store.load('g')
  store.append('g', [committed(5)], () => {}, { producerId: 7, producerEpoch: 0 })
  t.equal(offsetIn(store), undefined)
  t.ok(queries.isPending(store.view, 'g', 'orders', 0))
  const marker = encodeEndTxnMarker({
    producerId: 7,
    producerEpoch: 0,
    committed: true,
    coordinatorEpoch: 0,
    timestamp: 1,
  })
  await new Promise<void>(resolve => store.appendMarker(0, marker, 2, () => resolve()))
  t.equal(offsetIn(store), 5)
  t.same(changed.at(-1), ['g'])
  store.close()
})

t.test('partitions that are led elsewhere, or not used, are left alone', async t => {
  const { store } = start(t, { count: 50 })
  t.throws(() => store.load('a'), { name: 'NOT_COORDINATOR' })
  t.throws(() => store.loadAll(), { name: 'NOT_COORDINATOR' })
  const asked: number[] = []
  const quiet = new GroupStore({
    file: fileOf(t),
    now: () => 0,
    partitionCount: () => 3,
    partition: index => {
      asked.push(index)
      return { log: new MemoryLog(`__consumer_offsets-${index}`), leaderEpoch: 0 }
    },
    isUsed: index => index === 1,
  })
  quiet.loadAll()
  t.same(asked, [1])
  quiet.close()
  store.close()
})
