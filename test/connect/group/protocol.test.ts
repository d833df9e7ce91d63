import t from 'tap'
import {
  type Assignment,
  decodeAssignment,
  decodeState,
  encodeAssignment,
  encodeState,
  offeredBy,
} from '../../../src/connect/group/protocol.ts'
import { connectorUnit, Work } from '../../../src/connect/group/work.ts'
import { factsOf } from '../facts.ts'

interface Fact {
  kind: 'assignment' | 'state' | 'play'
  version: number
  /** Null: it has none. */
  full: boolean | null
  bytes: string
}

const facts = factsOf<Fact>('groups').filter(({ kind }) => kind !== 'play')
const url = 'http://h:1/'

const some = new Work([
  connectorUnit('a'),
  { connector: 'a', task: 0 },
  { connector: 'a', task: 1 },
  connectorUnit('b-1'),
  { connector: 'ü', task: 7 },
])
const assignmentOf = ({ full, version }: Fact): Assignment => ({
  error: version === 0 ? 1 : 0,
  leader: 'leader-1',
  leaderUrl: 'http://host:8083/',
  offset: 42,
  work: full ? some : new Work(),
  revoked: full && version > 0 ? new Work([connectorUnit('c'), { connector: 'c', task: 3 }]) : new Work(),
  delayMs: full && version > 0 ? 300_000 : 0,
})
const shown = (assignment: Assignment) => ({
  ...assignment,
  work: String(assignment.work),
  revoked: String(assignment.revoked),
})

for (const fact of facts) {
  const { kind, version, full, bytes } = fact
  const assignment = assignmentOf(fact)
  t.test(`${kind} ${version} ${full}`, async t => {
    if (kind === 'assignment') {
      t.equal(encodeAssignment(assignment, version).toString('hex'), bytes)
      t.strictSame(shown(decodeAssignment(Buffer.from(bytes, 'hex'))), shown(assignment))
    } else {
      const state = { url, offset: 7, work: new Work() }
      t.equal(encodeState(state, full === null ? undefined : assignment, version).toString('hex'), bytes)
      const read = decodeState(Buffer.from(bytes, 'hex'))
      t.strictSame(
        { ...read, work: String(read.work) },
        { ...state, work: String(full === null ? new Work() : assignment.work) },
      )
    }
  })
}

t.test('bytes that are none are refused', async t => {
  for (const read of [decodeAssignment, decodeState])
    for (const bytes of [Buffer.alloc(1), Buffer.from('000100', 'hex'), Buffer.from(`0001${'7fff'.repeat(8)}`, 'hex')])
      t.throws(() => read(bytes), { name: 'ConnectError', message: /none that workers of Kafka Connect send/ })
})

t.test('what is offered, the best first', async t => {
  const names = (setting: string) => offeredBy(setting).map(({ name }) => name)
  t.strictSame(names('sessioned'), ['sessioned', 'compatible', 'default'])
  t.strictSame(names('compatible'), ['compatible', 'default'])
  t.strictSame(names('eager'), ['default'])
})
