/** The difference between what is wanted and what is there, as steps and as lines. */
import t from 'tap'
import {
  type FoundTopic,
  linesOf,
  quotaLines,
  quotaStepFor,
  stepFor,
  summary,
} from '../../../src/cli/project/difference.ts'
import { parseProject } from '../../../src/cli/project/file.ts'

const wanted = (text: string) => parseProject(`topics:\n  orders: ${text}\n`, 'f').topics[0]!
const found = (more: Partial<FoundTopic> = {}): FoundTopic => ({
  partitions: 3,
  replicas: 1,
  configs: new Map([
    ['retention.ms', { value: '1000', own: true }],
    ['cleanup.policy', { value: 'delete', own: false }],
  ]),
  used: false,
  ...more,
})
const lines = (text: string, there?: FoundTopic) => linesOf(stepFor(wanted(text), there))

t.test('a topic that is not there is created', async t => {
  t.same(lines('{partitions: 1, replication-factor: 2, configs: {a: 1, b: null}, seed: [x]}'), [
    '+ orders: 1 partition, 2 replicas, a=1, 1 seed record',
  ])
  t.same(lines(''), ["+ orders: the cluster's count of partitions"])
})

t.test('what is as wanted is left alone, whether it was set or is the default', async t => {
  t.same(lines('{partitions: 3, configs: {retention.ms: 1000, cleanup.policy: delete}}', found()), ['= orders'])
  t.same(lines('', found()), ['= orders'], 'what the file does not say is not looked at')
  t.same(lines('{configs: {cleanup.policy: null}}', found()), ['= orders'], 'nothing to take back')
})

t.test('what differs is changed, from and to', async t => {
  t.same(lines('{partitions: 5, configs: {retention.ms: null, cleanup.policy: compact}}', found()), [
    '~ orders: 3 to 5 partitions, retention.ms 1000 to the default, cleanup.policy delete to compact',
  ])
})

t.test('records are written once: not to a topic that has had some', async t => {
  t.same(lines('{seed: [a, b]}', found()), ['~ orders: 2 seed records'])
  t.same(lines('{seed: [a, b]}', found({ used: true })), ['= orders'])
})

t.test('what cannot be is said, and the rest is done', async t => {
  const step = stepFor(wanted('{partitions: 2, replication-factor: 3, configs: {retention.ms: 5}}'), found())
  t.same(linesOf(step), [
    '~ orders: retention.ms 1000 to 5',
    '! orders: not 2 partitions: it has 3, and partitions cannot be taken away. Delete the topic, or write partitions: 3',
    '! orders: not replication-factor 3: it has 1, and moving replicas is for tskafka reassign-partitions',
  ])
  t.equal(summary([step, stepFor(wanted(''), undefined)]), '1 to create, 1 to change, 0 as wanted, 2 not possible')
})

t.test('a quota is changed where a limit differs', async t => {
  const [quota] = parseProject(
    'quotas: [{user: alice, client-id: <default>, producer_byte_rate: 5, request_percentage: null}]',
    'f',
  ).quotas
  const said = (found: Record<string, number>) => quotaLines(quotaStepFor(quota!, new Map(Object.entries(found))))
  t.same(said({}), ['~ quota of user alice, client-id <default>: producer_byte_rate unlimited to 5'])
  t.same(said({ producer_byte_rate: 5, consumer_byte_rate: 1 }), ['= quota of user alice, client-id <default>'])
  t.same(said({ producer_byte_rate: 7, request_percentage: 9 }), [
    '~ quota of user alice, client-id <default>: producer_byte_rate 7 to 5, request_percentage 9 to unlimited',
  ])
})
