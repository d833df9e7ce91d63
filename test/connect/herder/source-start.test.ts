/** Who fences tasks of before, while leaders come and go. */
import t from 'tap'
import { ConnectError, conflict, NotLeaderError, notFound, RestError } from '../../../src/connect/errors.ts'
import { Work } from '../../../src/connect/group/work.ts'
import { type SourceStartHost, sourceStart } from '../../../src/connect/herder/source-start.ts'

const id = { connector: 'a b', task: 1 }
const log = { debug() {}, info() {}, warn() {}, error() {} }
const host = (more: Partial<SourceStartHost>): SourceStartHost => ({
  log,
  fence: async () => {},
  tellLeader: async () => {},
  refresh: async () => {},
  inTurn: async work => work(),
  state: () => ({ connectors: new Map([['a b', { taskGeneration: 3 } as never]]), offset: 0, sessionKey: undefined }),
  assigned: () => new Work([id]),
  ...more,
})
/** Throws these, one after the other. */
const failing = (...errors: Error[]) => {
  const asked: string[] = []
  return {
    asked,
    async ask(what = '') {
      asked.push(what)
      const error = errors.shift()
      if (error) throw error
    },
  }
}
const signal = new AbortController().signal

t.test('the leader is asked again while there is none, it is dead, or it does not lead any more', async t => {
  const nobody = new NotLeaderError('Only the leader may', null)
  const own = failing(nobody, nobody, nobody, nobody)
  const leader = failing(conflict('Nobody knows now'), new RestError(500, 'does not answer'), conflict('I do not'))
  await sourceStart(host({ fence: own.ask, tellLeader: leader.ask }), id, 3).fence(signal)
  t.strictSame(leader.asked, Array(4).fill('/connectors/a%20b/fence'))
  t.equal(own.asked.length, 4, 'this one may lead by now, so it asks itself first')
})

t.test('what the leader refuses for good fails the task', async t => {
  const refused = failing(notFound('Connector a b not found'))
  await t.rejects(sourceStart(host({ fence: refused.ask }), id, 3).fence(signal), {
    message: 'Failed to perform round of zombie fencing',
    cause: { message: 'Connector a b not found' },
  })
  const denied = failing(new ConnectError('no'))
  await t.rejects(sourceStart(host({ fence: denied.ask }), id, 3).fence(signal), ConnectError)
})

t.test('a task that is stopped asks no more', async t => {
  const stopped = new AbortController()
  const own = failing(...Array.from({ length: 100 }, () => conflict('not now')))
  const over = sourceStart(host({ fence: own.ask }), id, 3).fence(stopped.signal)
  stopped.abort()
  await over
  t.equal(own.asked.length, 1)
})

t.test('what is not the last, or not its own, does not begin', async t => {
  await sourceStart(host({}), id, 3).verify()
  await t.rejects(sourceStart(host({}), id, 2).verify(), /already generated a new set of task configs/)
  await t.rejects(
    sourceStart(host({ assigned: () => new Work() }), id, 3).verify(),
    /Cannot start source task a b-1 as it has already been revoked from this worker/,
  )
})
