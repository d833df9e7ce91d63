import t from 'tap'
import { resourceTypes } from '../../src/config/alter.ts'
import { serverConfig } from '../../src/config/server.ts'
import { demandTogether } from '../../src/config/together.ts'

const surroundings = (given: Record<string, string>) => {
  const names = new Map(Object.entries(given))
  const values = { dynamic: new Map(), dynamicDefault: new Map(), given: names }
  return { broker: serverConfig(names).values, names, values }
}
const refused = (type: number, all: Record<string, string>, given: Record<string, string> = {}, name = 'x') => {
  try {
    demandTogether(type, name, new Map(Object.entries(all)), surroundings(given))
  } catch (error) {
    return (error as Error).message
  }
  return 'taken'
}

t.test('settings of a topic fit one another, and the broker’s defaults', async t => {
  const topic = (all: Record<string, string>, given?: Record<string, string>) =>
    refused(resourceTypes.topic, all, given)
  t.equal(topic({ 'min.compaction.lag.ms': '5', 'max.compaction.lag.ms': '5' }), 'taken')
  t.equal(
    topic({ 'min.compaction.lag.ms': '6', 'max.compaction.lag.ms': '5' }),
    'conflict topic config setting min.compaction.lag.ms (6) > max.compaction.lag.ms (5)',
  )
  t.match(topic({ 'min.compaction.lag.ms': '6' }, { 'log.cleaner.max.compaction.lag.ms': '5' }), /\(6\) > .*\(5\)/)
  t.match(topic({ 'remote.storage.enable': 'true' }), /Tiered Storage functionality is disabled/)
})

t.test('settings of a group lie within the broker’s limits', async t => {
  const group = (all: Record<string, string>, given?: Record<string, string>) =>
    refused(resourceTypes.group, all, given)
  t.equal(group({}), 'taken')
  t.equal(group({ 'consumer.session.timeout.ms': '60000' }), 'taken')
  const cases: [string, string, string][] = [
    ['consumer.session.timeout.ms', '60001', 'less than or equal to group.consumer.max.session.timeout.ms'],
    ['consumer.session.timeout.ms', '44999', 'greater than or equal to group.consumer.min.session.timeout.ms'],
    ['consumer.heartbeat.interval.ms', '4999', 'greater than or equal to group.consumer.min.heartbeat.interval.ms'],
    ['consumer.assignment.interval.ms', '15001', 'less than or equal to group.consumer.max.assignment.interval.ms'],
    ['share.record.lock.duration.ms', '1000', 'greater than or equal to group.share.min.record.lock.duration.ms'],
    ['share.delivery.count.limit', '11', 'less than or equal to group.share.max.delivery.count.limit'],
    ['share.partition.max.record.locks', '4001', 'less than or equal to group.share.max.partition.max.record.locks'],
    ['streams.num.standby.replicas', '3', 'less than or equal to group.streams.max.standby.replicas'],
  ]
  for (const [name, value, why] of cases) t.equal(group({ [name]: value }), `${name} must be ${why}`)
  t.equal(
    group({ 'consumer.session.timeout.ms': '9' }, { 'group.consumer.min.session.timeout.ms': '1' }),
    'consumer.session.timeout.ms must be greater than consumer.heartbeat.interval.ms',
  )
})

t.test('what clients are asked to measure', async t => {
  const metrics = (all: Record<string, string>, name?: string) => refused(resourceTypes.clientMetrics, all, {}, name)
  t.equal(metrics({ 'interval.ms': '100', match: 'client_id=a.*, client_software_name=java', metrics: '*' }), 'taken')
  t.equal(metrics({}, ''), "Subscription name can't be empty")
  t.match(metrics({ 'interval.ms': '99' }), /^Invalid value 99 for interval.ms, interval must be between/)
  for (const match of ['color=red', 'client_id', 'client_id=a=b', 'client_id=['])
    t.equal(metrics({ match }), `Illegal client matching pattern: ${match}`)
})

t.test('a pool of threads is halved or doubled by one change, and no more', async t => {
  const cases: [name: string, now: string, wanted: string, answer: string | RegExp][] = [
    ['background.threads', '10', '5', 'taken'],
    ['background.threads', '10', '20', 'taken'],
    ['background.threads', '5', '2', 'taken'],
    [
      'background.threads',
      '10',
      '4',
      'Dynamic thread count update validation failed for background.threads=4, value should be at least half the current value 10',
    ],
    [
      'num.io.threads',
      '8',
      '17',
      'Dynamic thread count update validation failed for num.io.threads=17, value should not be greater than double the current value 8',
    ],
    ['num.network.threads', '3', '7', /double the current value 3/],
    ['num.replica.fetchers', '1', '3', /double the current value 1/],
    ['num.recovery.threads.per.data.dir', '2', '4', 'taken'],
    [
      'log.cleaner.dedupe.buffer.size',
      '134217728',
      '1048576',
      'requirement failed: log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.',
    ],
    ['log.cleaner.dedupe.buffer.size', '134217728', '1048577', 'taken'],
    ['log.cleaner.threads', '1', '0', 'Log cleaner threads should be at least 1'],
    ['log.cleaner.threads', '4', '1', 'Log cleaner threads cannot be reduced to less than half the current value 4'],
    [
      'log.cleaner.threads',
      '1',
      '3',
      'Log cleaner threads cannot be increased to more than double the current value 1',
    ],
  ]
  for (const [name, now, wanted, answer] of cases)
    t.match(
      refused(resourceTypes.broker, { [name]: wanted }, { [name]: now }),
      answer,
      `${name} from ${now} to ${wanted}`,
    )
})

t.test('a setting that is taken away leaves what it had covered: that is halved or doubled, and no more', async t => {
  const NAME = 'num.io.threads'
  const of = (count: string | undefined) => new Map(count === undefined ? [] : [[NAME, count]])
  // The broker's own, what is set for all, what was given at the start (the default is 8); what of it goes; the answer.
  const cases: [own: string | undefined, all: string | undefined, given: string | undefined, goes: '1' | '', RegExp][] =
    [
      ['16', undefined, undefined, '1', /taken/],
      ['32', undefined, undefined, '1', /for num.io.threads=8, value should be at least half the current value 32/],
      ['4', undefined, undefined, '1', /taken/],
      ['2', undefined, undefined, '1', /for num.io.threads=8, value should not be greater than double .* 2/],
      ['32', undefined, '16', '1', /taken/],
      ['32', '16', undefined, '1', /taken/],
      ['8', '64', undefined, '1', /for num.io.threads=64, value should not be greater than double .* 8/],
      [undefined, '32', undefined, '', /for num.io.threads=8, value should be at least half the current value 32/],
      // It is covered: nothing changes.
      ['64', '64', undefined, '', /taken/],
    ]
  for (const [own, all, given, goes, answer] of cases) {
    const values = { dynamic: of(own), dynamicDefault: of(all), given: of(given) }
    const names = of(own ?? all ?? given)
    const around = { broker: serverConfig(names).values, names, values }
    const take = () => demandTogether(resourceTypes.broker, goes, new Map(), around)
    const what = `${own} over ${all} over ${given}, without that of '${goes}'`
    if (answer.source === 'taken') t.doesNotThrow(take, what)
    else t.throws(take, { reason: 'INVALID_REQUEST', message: answer }, what)
  }
})
