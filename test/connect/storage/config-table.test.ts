import t from 'tap'
import { ConfigTable } from '../../../src/connect/storage/config-table.ts'

function table() {
  const told: string[] = []
  const tell =
    (what: string) =>
    (...args: unknown[]) =>
      void told.push([what, ...args.map(each => (typeof each === 'string' ? each : JSON.stringify(each)))].join(' '))
  const odd: string[] = []
  const log = { debug() {}, info() {}, warn() {}, error: (message: string) => void odd.push(message) }
  const config = new ConfigTable(
    {
      onConnectorRemoved: tell('removed'),
      onConnectorUpdated: tell('updated'),
      onTasksUpdated: tell('tasks'),
      onTargetChanged: tell('target'),
      onSessionKey: tell('key'),
      onRestart: tell('restart'),
      onLogLevel: tell('level'),
    },
    log,
  )
  let offset = 0
  return {
    told,
    odd,
    config,
    put: (key: string, value: unknown) =>
      config.apply(
        key,
        value === null ? null : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
        offset++,
      ),
    get: (name: string) => config.snapshot.connectors.get(name),
  }
}
const properties = (more: object = {}) => ({ properties: { 'connector.class': 'X', ...more } })

t.test('tasks count when they are committed, all together', async t => {
  const { put, get, config } = table()
  put('connector-a', properties())
  put('task-a-0', { properties: { n: '0' } })
  put('task-a-1', { properties: { n: '1' } })
  t.match(get('a'), { target: 'STARTED', tasks: [], taskGeneration: undefined, pendingFencing: false })
  put('commit-a', { tasks: 2 })
  t.match(get('a'), { tasks: [{ n: '0' }, { n: '1' }], taskGeneration: 0, pendingFencing: true })
  t.strictSame(get('a')!.appliedConfig, { 'connector.class': 'X' })
  put('tasks-fencing-a', { 'task-count': 2 })
  t.match(get('a'), { taskCountRecord: 2, pendingFencing: false })
  put('task-a-0', { properties: { n: '9' } })
  put('commit-a', { tasks: 1 })
  t.match(get('a'), { tasks: [{ n: '9' }], taskGeneration: 1, pendingFencing: true, taskCountRecord: 2 })
  t.equal(config.snapshot.offset, 7)
})

t.test('a commit whose tasks compaction took makes a connector inconsistent, until the next', async t => {
  const { put, get } = table()
  put('connector-a', properties())
  put('task-a-1', { properties: {} })
  put('commit-a', { tasks: 2 })
  t.strictSame(get('a')!.tasks, [])
  put('task-a-0', { properties: {} })
  put('task-a-1', { properties: {} })
  put('commit-a', { tasks: 2 })
  t.equal(get('a')!.tasks.length, 2)
})

t.test('what is deleted is gone, but for what its tasks may still do', async t => {
  const { put, get, config } = table()
  put('target-state-a', { state: 'PAUSED', 'state.v2': 'STOPPED' })
  put('connector-a', properties())
  t.equal(get('a')!.target, 'STOPPED')
  put('task-a-0', properties())
  put('commit-a', { tasks: 1 })
  put('tasks-fencing-a', { 'task-count': 1 })
  put('connector-a', null)
  put('target-state-a', null)
  t.equal(config.snapshot.connectors.size, 0)
  put('commit-a', { tasks: 1 })
  put('connector-a', properties())
  t.match(get('a'), { target: 'STARTED', tasks: [], taskCountRecord: 1, taskGeneration: 0 })
})

t.test('workers before 3.5 write no state.v2', async t => {
  const { put, get } = table()
  put('connector-a', properties())
  put('target-state-a', { state: 'PAUSED' })
  t.equal(get('a')!.target, 'PAUSED')
})

t.test('who is told of what, once the table was read', async t => {
  const { put, told, config } = table()
  put('connector-a', properties())
  put('restart-connector-a', { 'include-tasks': true, 'only-failed': false })
  put('logger-cluster-x', { level: 'DEBUG' })
  t.strictSame(told, [], 'nobody, before')
  config.started()
  put('connector-a', properties({ b: '1' }))
  put('task-a-0', properties())
  put('commit-a', { tasks: 1 })
  put('target-state-a', { 'state.v2': 'PAUSED' })
  put('target-state-a', { 'state.v2': 'PAUSED' })
  put('target-state-b', { 'state.v2': 'PAUSED' })
  put('restart-connector-a', { 'include-tasks': true })
  put('logger-cluster-org.x', { level: 'DEBUG' })
  put('session-key', { key: 'AQI=', algorithm: 'HmacSHA256', 'creation-timestamp': 5 })
  put('connector-a', null)
  t.strictSame(told, [
    'updated a',
    'tasks a [{"connector":"a","task":0}]',
    'target a',
    'restart {"connector":"a","onlyFailed":false,"includeTasks":true}',
    'level org.x DEBUG',
    'key {"key":{"type":"Buffer","data":[1,2]},"algorithm":"HmacSHA256","createdAt":5}',
    'removed a',
  ])
  t.strictSame(config.snapshot.sessionKey, { key: Buffer.from([1, 2]), algorithm: 'HmacSHA256', createdAt: 5 })
})

t.test('names that look like numbers, and records that are none of ours', async t => {
  const { put, get, odd, config } = table()
  put('connector-a-1', properties())
  put('task-a-1-0', { properties: { n: '0' } })
  put('commit-a-1', { tasks: 1 })
  t.strictSame(get('a-1')!.tasks, [{ n: '0' }])
  const rows: [string, unknown][] = [
    ['connector-b', 'no json'],
    ['connector-b', [1]],
    ['connector-b', { properties: 7 }],
    ['commit-a-1', { tasks: 'many' }],
    ['task-a', properties()],
    ['target-state-a-1', { state: 'SLEEPING' }],
    ['session-key', { key: 7 }],
    ['session-key', null],
    ['logger-cluster-x', {}],
    ['color', {}],
    ['tasks-fencing-a-1', {}],
  ]
  for (const [key, value] of rows) {
    const before = odd.length
    put(key, value)
    t.equal(odd.length, before + 1, `${key} ${JSON.stringify(value)}`)
  }
  t.equal(config.snapshot.connectors.size, 1)
  t.equal(get('a-1')!.target, 'STARTED')
})
