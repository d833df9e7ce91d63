/** streams-application-reset: members that still run, what is committed, which topics go. Its lines are in the play. */
import t from 'tap'
import { streamsApplicationReset } from '../../commands/streams-application-reset.ts'
import { isInternalTopic } from '../../src/cli/streams-reset.ts'
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { createTopic, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

t.test('an application that runs is left alone, unless --force removes its members', async t => {
  const { broker, connect } = await startBroker(t, { 'group.initial.rebalance.delay.ms': '0' })
  const connection = await connect()
  await createTopic(connection, 'lines', 2)
  await createTopic(connection, 'wordcount-store-changelog')
  const at = { 'bootstrap.servers': broker.address }
  const consumer = new Consumer({ ...at, 'group.id': 'wordcount', 'session.timeout.ms': 6000 })
  t.teardown(() => consumer.close())
  await consumer.subscribe(['lines'])
  await consumer.poll(1)

  const words = ['--application-id', 'wordcount', '--input-topics', 'lines', '--bootstrap-server', broker.address]
  const refused = await typed(streamsApplicationReset, [...words, '--json'])
  t.equal(refused.code, 1)
  t.match(JSON.parse(refused.stdout), {
    version: 1,
    error: { message: /^Consumer group 'wordcount' is still active and has following members: / },
  })
  const dry = await typed(streamsApplicationReset, [...words, '--force', '--dry-run', '--json'])
  t.match(JSON.parse(dry.stdout), {
    dryRun: true,
    offsets: [
      { topic: 'lines', partition: 0, offset: 0 },
      { topic: 'lines', partition: 1, offset: 0 },
    ],
    deleted: ['wordcount-store-changelog'],
    missing: [],
  })
})

t.test('what Streams has made for itself is known by its name', async t => {
  const internal = [
    'app-store-changelog',
    'app-by-key-repartition',
    'app-x-subscription-registration-topic',
    'app-x-KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-0000000012-topic',
  ]
  for (const name of internal) t.equal(isInternalTopic('app', name), true, name)
  const others = ['app', 'app-store', 'application-store-changelog', 'store-changelog', 'app-store-changelog-2']
  for (const name of others) t.equal(isInternalTopic('app', name), false, name)
})
