/** replica-verification, until interrupted; and what it says when there is nothing to compare. */
import t from 'tap'
import { replicaVerification } from '../../commands/replica-verification.ts'
import { run } from '../../src/cli/run.ts'
import { batchOf, createTopic, produceTo, startBroker } from '../broker/start.ts'
import { typed, world } from '../cli/world.ts'

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 5))
}

t.test('it goes on until it is interrupted, and says how far it is behind', async t => {
  const { broker, connect } = await startBroker(t)
  const connection = await connect()
  await createTopic(connection, 'orders', 2)
  await produceTo(connection, 'orders', 1, batchOf(['one', 'two']))
  const made = world()
  const words = ['--topics-include', 'orders', '--time', '-2', '--report-interval-ms', '5', '--max-wait-ms', '10']
  const running = run(replicaVerification, [...words, '--broker-list', broker.address], made.io)
  await until(() => made.stdout.includes('max lag is 0 for'))
  made.interrupt()
  t.equal(await running, 130)
  const [started, ...reports] = made.stdout.trimEnd().split('\n')
  t.match(started, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}: verification process is started$/)
  t.match(reports.at(-1), /: max lag is 0 for partition orders-[01] at offset [02] among 2 partitions$/)
  t.equal(made.stderr, '')
})

t.test('no topics are told, and end with 1', async t => {
  const { broker } = await startBroker(t)
  const said = await typed(replicaVerification, ['--topics-include', 'nope', '--broker-list', broker.address])
  t.match(said, { code: 1, stdout: '', stderr: /^ERROR No topics found/ })
})
