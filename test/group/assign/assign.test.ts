import t from 'tap'
import { range } from '../../../src/group/assign/range.ts'
import type { AssignableMember, Assignment, GroupSpec } from '../../../src/group/assign/types.ts'
import { uniform } from '../../../src/group/assign/uniform.ts'
import { seededRandom } from '../../../src/lib/random.ts'

const member = (
  topics: string[],
  target: Record<string, number[]> = {},
  instanceId: string | null = null,
): AssignableMember => ({
  topics: new Set(topics),
  target: new Map(Object.entries(target)),
  instanceId,
})
const spec = (members: Record<string, AssignableMember>, counts: Record<string, number>): GroupSpec => ({
  members: new Map(Object.entries(members)),
  partitionCounts: new Map(Object.entries(counts)),
})
const plain = (assignments: Map<string, Assignment>) =>
  Object.fromEntries([...assignments].map(([id, topics]) => [id, Object.fromEntries(topics)]))
const loads = (assignments: Map<string, Assignment>) =>
  [...assignments.values()].map(topics => [...topics.values()].reduce((sum, list) => sum + list.length, 0))

t.test('range lines topics of equal size up, partition by partition', async t => {
  t.same(plain(range(spec({ m0: member(['a', 'b']), m1: member(['a', 'b']) }, { a: 3, b: 3 }))), {
    m0: { a: [0, 1], b: [0, 1] },
    m1: { a: [2], b: [2] },
  })
})

t.test('range puts static members first, by instance id, so a restart moves nothing', async t => {
  const before = plain(range(spec({ x: member(['a'], {}, 'i0'), y: member(['a'], {}, 'i1') }, { a: 3 })))
  const after = plain(range(spec({ z: member(['a'], {}, 'i0'), b: member(['a'], {}, 'i1') }, { a: 3 })))
  t.same(before['x'], after['z'])
  t.same(before['y'], after['b'])
})

t.test('range leaves members without a partition an empty entry, and counts only subscribers', async t => {
  t.same(plain(range(spec({ m0: member(['a']), m1: member(['a']), m2: member(['b']) }, { a: 1, b: 2 }))), {
    m0: { a: [0] },
    m1: {},
    m2: { b: [0, 1] },
  })
})

t.test('uniform keeps what each had when it is level already', async t => {
  const had = { m0: member(['a'], { a: [1, 3] }), m1: member(['a'], { a: [0, 2] }) }
  t.same(plain(uniform(spec(had, { a: 4 }))), { m0: { a: [1, 3] }, m1: { a: [0, 2] } })
})

t.test('uniform moves only as many partitions as a new member needs', async t => {
  const group = { m0: member(['a'], { a: [0, 1, 2] }), m1: member(['a'], { a: [3, 4, 5] }), m2: member(['a']) }
  const result = uniform(spec(group, { a: 6 }))
  t.same(loads(result), [2, 2, 2])
  for (const [id, former] of Object.entries(group))
    for (const partition of result.get(id)!.get('a')!)
      t.ok(id === 'm2' || former.target.get('a')!.includes(partition), `${id} kept ${partition}`)
})

t.test('both assign every partition once, to a subscriber, for random groups (seeded)', async t => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = seededRandom(seed)
    const counts = Object.fromEntries(
      Array.from({ length: 1 + random.below(5) }, (_, i) => [`t${i}`, 1 + random.below(8)]),
    )
    const names = Object.keys(counts)
    const members: Record<string, AssignableMember> = {}
    for (let i = 0; i < 1 + random.below(6); i++) {
      const topics = names.filter(() => random.below(3) > 0)
      const target = Object.fromEntries(names.map(name => [name, [random.below(9), random.below(9)]]))
      members[`m${i}`] = member(topics, target, random.below(4) === 0 ? `i${i}` : null)
    }
    const group = spec(members, counts)
    for (const assignor of [range, uniform]) {
      const owned = new Set<string>()
      for (const [id, topics] of assignor(group))
        for (const [topic, partitions] of topics)
          for (const partition of partitions) {
            if (owned.has(`${topic}-${partition}`)) t.fail(`seed ${seed}: ${topic}-${partition} has two owners`)
            if (!members[id]!.topics.has(topic)) t.fail(`seed ${seed}: ${id} did not ask for ${topic}`)
            owned.add(`${topic}-${partition}`)
          }
      const wanted = names.filter(name => Object.values(members).some(({ topics }) => topics.has(name)))
      const total = wanted.reduce((sum, name) => sum + counts[name]!, 0)
      if (owned.size !== total) t.fail(`seed ${seed}: ${owned.size} of ${total} partitions have an owner`)
    }
    if (Object.values(members).every(({ topics }) => topics.size === names.length)) {
      const sizes = loads(uniform(group))
      t.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, `seed ${seed}: level`)
    }
  }
})
