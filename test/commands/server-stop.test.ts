/**
 * server-stop stops those that are meant, and nobody for a word that is not understood. In a temporary folder of its own: brokers
 * of this machine that are somebody else's are not seen.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import t from 'tap'
import { serverStop } from '../../commands/server-stop.ts'
import { directory } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

const root = path.resolve(import.meta.dirname, '../..')
/** `tskafka server-start` out of the sources. */
const program = `
  import { serverStart } from '${root}/commands/server-start.ts'
  import { processIo } from '${root}/src/cli/process-io.ts'
  import { run } from '${root}/src/cli/run.ts'
  process.exit(await run(serverStart, process.argv.slice(1), processIo()))`

t.test('one of several brokers by its id, its roles or its directory; a stray word stops nobody', async t => {
  const before = process.env['TMPDIR']
  const tmp = directory(t)
  process.env['TMPDIR'] = tmp
  t.teardown(() => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  })
  const start = async (id: number) => {
    const overrides = [
      'listeners=PLAINTEXT://127.0.0.1:0,CONTROLLER://127.0.0.1:0',
      `node.id=${id}`,
      `log.dirs=${path.join(tmp, `d${id}`)}`,
    ]
    const argv = ['--quiet', ...overrides.flatMap(each => ['--override', each])]
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program, '--', ...argv], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    t.teardown(() => child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    return { ended: once(child, 'exit'), isUp: () => child.exitCode === null }
  }
  t.match(await typed(serverStop, []), { code: 1, stdout: 'No kafka server to stop\n' })
  const brokers = [await start(1), await start(2), await start(3)]
  const up = () => brokers.map(({ isUp }) => isUp())
  const stop = (...argv: string[]) => typed(serverStop, argv, { cwd: tmp })
  t.match(await stop('d1'), {
    code: 1,
    stdout: '',
    stderr: /^"d1" belongs to no flag: nothing was stopped\nTry: tskafka server-stop --data-dir d1\n$/,
  })
  t.match(await stop('--node-id', '7'), { code: 1, stdout: 'No broker has node.id 7\n' })
  t.match(await stop('--process-role', 'broker'), { code: 1, stdout: 'No broker has process.roles broker\n' })
  t.match(await stop('--data-dir', 'd9', '--node-id', '1'), {
    code: 1,
    stdout: /^No broker has its data in .*d9 and has node.id 1\n$/,
  })
  t.same(up(), [true, true, true])
  t.match(await stop('--node-id=2', '--process-role=broker'), { code: 0, stdout: /^Stopped the broker at .*\n$/ })
  await brokers[1]!.ended
  t.same(up(), [true, false, true])
  t.equal((await stop('--data-dir', 'd1')).code, 0)
  await brokers[0]!.ended
  t.same(up(), [false, false, true])
  t.equal((await stop('--process-role', 'controller,broker')).code, 0)
  await brokers[2]!.ended
})
