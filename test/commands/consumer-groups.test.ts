/** consumer-groups beyond Kafka's: who is behind, sorted, filtered, watched. */
import t, { type Test } from 'tap'
import { consoleConsumer } from '../../commands/console-consumer.ts'
import { consumerGroups } from '../../commands/consumer-groups.ts'
import { run } from '../../src/cli/run.ts'
import { batchOf, createTopic, produceTo, startBroker } from '../broker/start.ts'
import { typed, world } from '../cli/world.ts'

/** `near` is behind by 1, 0 and 3 in partitions 0, 1 and 2; `far` by 2, 1 and 4. */
async function start(t: Test) {
  const { broker, connect } = await startBroker(t, { 'group.initial.rebalance.delay.ms': '0' })
  const connection = await connect()
  await createTopic(connection, 'orders', 3)
  const at = ['--bootstrap-server', broker.address]
  const read = (group: string) =>
    typed(consoleConsumer, ['--topic', 'orders', '--group', group, '--exit-at-end', ...at])
  for (const partition of [0, 1, 2]) await produceTo(connection, 'orders', partition, batchOf(['first']))
  await read('far')
  for (const partition of [0, 1, 2]) await produceTo(connection, 'orders', partition, batchOf(['second']))
  await read('near')
  await produceTo(connection, 'orders', 0, batchOf(['third']))
  await produceTo(connection, 'orders', 2, batchOf(['third', 'fourth', 'fifth']))
  return { at, run: (...words: string[]) => typed(consumerGroups, ['--describe', ...words, ...at]) }
}

/** Group, partition and lag, as they are printed. */
const lags = (stdout: string) =>
  stdout
    .split('\n')
    .map(line => line.split(/\s+/))
    .filter(([, topic]) => topic === 'orders')
    .map(([group, , partition, , , lag]) => `${group}-${partition}:${lag}`)
    .join(' ')

t.test('--sort lag and --min-lag', async t => {
  const { run } = await start(t)
  t.equal(
    lags((await run('--all-groups')).stdout),
    'far-0:2 far-1:1 far-2:4 near-0:1 near-1:0 near-2:3',
    "Kafka's order",
  )
  const cases: Record<string, string> = {
    '--all-groups --sort lag': 'far-2:4 far-0:2 far-1:1 near-2:3 near-0:1 near-1:0',
    '--group near --group far --sort lag': 'far-2:4 far-0:2 far-1:1 near-2:3 near-0:1 near-1:0',
    '--all-groups --min-lag 3': 'far-2:4 near-2:3',
    '--all-groups --min-lag 4': 'far-2:4',
    '--all-groups --min-lag 5': '',
    '--group near --min-lag 1 --sort lag': 'near-2:3 near-0:1',
    '--group near --min-lag 0': 'near-0:1 near-1:0 near-2:3',
  }
  for (const [words, expected] of Object.entries(cases)) {
    const { stdout, code } = await run(...words.split(' '))
    t.equal(lags(stdout), expected, words)
    t.equal(code, 0, words)
  }
  const { groups } = JSON.parse((await run('--all-groups', '--sort', 'lag', '--min-lag', '2', '--json')).stdout)
  t.match(groups, [
    { group: 'far', partitions: [{ lag: 4 }, { lag: 2 }] },
    { group: 'near', partitions: [{ lag: 3 }] },
  ])
})

t.test('--watch draws over itself on a terminal until it is interrupted', { timeout: 30_000 }, async t => {
  const { at } = await start(t)
  const made = world()
  const stdout = { ...made.io.stdout, isTTY: true }
  const io = Object.assign(Object.create(made.io) as typeof made.io, { stdout })
  const watching = run(consumerGroups, ['--describe', '--all-groups', '--sort', 'lag', '--watch', '0.05', ...at], io)
  const drawn = () => made.stdout.split('\x1b[H').length - 1
  while (drawn() < 3) await new Promise(resolve => setTimeout(resolve, 10))
  made.interrupt()
  t.equal(await watching, 130)
  const page = made.stdout.split('\x1b[H').at(-1)!.replaceAll('\x1b[K', '').replaceAll('\x1b[J', '')
  t.match(page, /^All groups {2}every 0\.05 s {2}\d\d:\d\d:\d\d UTC {2}Ctrl-C ends it\n/)
  t.match(page, /Consumer group 'far' has no active members\./)
  t.equal(lags(page), 'far-2:4 far-0:2 far-1:1 near-2:3 near-0:1 near-1:0')
  t.equal(made.stderr, '')
})

t.test('mistakes', async t => {
  const { run } = await start(t)
  const cases: Record<string, RegExp> = {
    '--all-groups --sort log': /--sort/,
    '--all-groups --watch 2': /--watch draws on a terminal, and stdout is none/,
    '--all-groups --watch 2 --json': /--watch and --json do not go together/,
    '--all-groups --min-lag many': /--min-lag: "many" is not a whole number/,
    '--all-groups --sort lag --members': /--sort and --members do not go together/,
  }
  for (const [words, message] of Object.entries(cases)) {
    const { code, stderr } = await run(...words.split(' '))
    t.equal(code, 1, words)
    t.match(stderr, message, words)
  }
  t.match((await typed(consumerGroups, ['--list', '--sort', 'lag'])).stderr, /--sort and --list do not go together/)
})
