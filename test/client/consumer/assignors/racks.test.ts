import t from 'tap'
import { Racks, racksMatter } from '../../../../src/client/consumer/assignors/racks.ts'

const member = (memberId: string, rackId?: string) => ({ memberId, rackId, topics: ['t'], owned: [] })
const at = (partition: number) => ({ topic: 't', partition })
const racks = (perPartition: string[][], ...members: ReturnType<typeof member>[]) =>
  new Racks(new Map([['t', perPartition]]), members as unknown as ConstructorParameters<typeof Racks>[1])

t.test('racks matter where some partition is not in every one, and a member is in one of them', async t => {
  for (const [members, perPartition, wanted] of [
    [['a'], [['a'], ['b']], true],
    [
      ['a'],
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      false,
    ], // all are everywhere
    [['c'], [['a'], ['b']], false], // nothing in common
    [[], [['a'], ['b']], false],
    [['a'], [], false],
    [['a'], [['a'], []], true], // replicas that do not say
    [['a'], [['a', 'a'], ['a']], false], // two replicas in one rack are one rack
  ] as const)
    t.equal(racksMatter(members, perPartition), wanted, JSON.stringify([members, perPartition]))
})

t.test('a member matches the partitions next to it; one that does not say matches and misses none', async t => {
  const found = racks([['a'], ['b']], member('one', 'a'), member('two'))
  t.ok(found.matter)
  t.same([found.match('one', at(0)), found.mismatch('one', at(0))], [true, false])
  t.same([found.match('one', at(1)), found.mismatch('one', at(1))], [false, true])
  t.same([found.match('two', at(0)), found.mismatch('two', at(0))], [false, false])
  t.same([found.match('one', at(9)), found.mismatch('one', at(9))], [false, true], 'a partition nobody knows')
})

t.test('where racks do not matter nobody matches or misses', async t => {
  const found = racks(
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    member('one', 'a'),
  )
  t.notOk(found.matter)
  t.same([found.match('one', at(0)), found.mismatch('one', at(0))], [false, false])
})

t.test('partitions that few members are next to come first, equals stay in order', async t => {
  const found = racks(
    [['a'], ['b'], ['a', 'b'], ['c'], ['b', 'b']],
    member('1', 'a'),
    member('2', 'a'),
    member('3', 'b'),
  )
  const order = found.sort([0, 1, 2, 3, 4].map(at)).map(({ partition }) => partition)
  t.same(order, [3, 1, 4, 0, 2]) // next to 0, 1, 1, 2 and 3 members
  const unknown = racks([['a'], ['b']], member('1'))
  t.same(unknown.sort([1, 0].map(at)), [1, 0].map(at))
})
