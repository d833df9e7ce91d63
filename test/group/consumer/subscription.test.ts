import t from 'tap'
import { beat, GROUP, given, refusal, type Started, startGroups, written } from '../start.ts'

const regex = (pattern: string) => ({ subscribedTopicNames: [], subscribedTopicRegex: pattern })
const REGEX = 16

function group({ groups }: Started) {
  const found = groups.find(GROUP)
  return found?.kind === 'consumer' ? found.group : undefined
}

t.test('an expression is resolved when it comes, and when topics do; the whole name must match', async t => {
  const topics = new Map([
    ['orders', 1],
    ['border', 1],
    ['orders-2', 1],
  ])
  const started = startGroups({ topics })
  await beat(started, 'a', 0, regex('ord.*'))
  t.same([...group(started)!.regexes.get('ord.*')!.topics].sort(), ['orders', 'orders-2'])
  topics.set('ordinary', 2)
  t.equal(given(await beat(started, 'a', 1))?.length, 4)
})

t.test('it is looked at again after ten minutes, though nothing is known to have changed', async t => {
  const started = startGroups()
  await beat(started, 'a', 0, regex('ord.*'))
  const from = started.log.bytes.length
  started.clock.advance(1000)
  await beat(started, 'a', 1)
  t.same(written(started, from), [])
  for (let minute = 0; minute < 11; minute++) {
    for (let half = 0; half < 2; half++) {
      started.clock.advance(30_000)
      await beat(started, 'a', 1)
    }
  }
  t.ok(written(started, from).includes(REGEX))
})

t.test('nobody wants it any more: it is buried', async t => {
  const started = startGroups()
  await beat(started, 'a', 0, regex('ord.*'))
  await beat(started, 'b', 0, regex('ord.*'))
  let from = started.log.bytes.length
  await beat(started, 'a', -1)
  t.notOk(written(started, from).includes(-REGEX), 'b wants it still')
  from = started.log.bytes.length
  await beat(started, 'b', 2, { subscribedTopicNames: ['orders'], subscribedTopicRegex: '' })
  t.ok(written(started, from).includes(-REGEX))
})

t.test('one that cannot be compiled is refused, and changes nothing', async t => {
  const started = startGroups()
  t.equal(await refusal(() => beat(started, 'a', 0, regex('('))), 'INVALID_REGULAR_EXPRESSION')
  t.equal(group(started), undefined)
})

t.test('names and an expression add up', async t => {
  const topics = new Map([
    ['orders', 1],
    ['payments', 1],
  ])
  const started = startGroups({ topics })
  const both = { subscribedTopicNames: ['payments'], subscribedTopicRegex: 'ord.*' }
  t.equal(given(await beat(started, 'a', 0, both))?.length, 2)
})

t.test('the epoch moves when a topic that is wanted grows, comes or goes, and for no other', async t => {
  const topics = new Map([['orders', 1]])
  const started = startGroups({ topics })
  const epoch = async () => (await beat(started, 'a', group(started)?.members.get('a')?.epoch ?? 0)).memberEpoch
  t.equal(await epoch(), 1)
  topics.set('other', 3)
  t.equal(await epoch(), 1)
  topics.set('orders', 2)
  t.equal(await epoch(), 2)
  topics.delete('orders')
  t.equal(await epoch(), 2, 'it has to give up first')
  t.equal(group(started)!.epoch, 3)
})
