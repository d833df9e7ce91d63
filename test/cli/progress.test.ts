/** Progress is seen at a terminal when the work is long, and nowhere else. */
import t from 'tap'
import { withProgress } from '../../src/cli/progress.ts'
import { world } from './world.ts'

const long = () => new Promise(resolve => setTimeout(resolve, 300))

function terminal() {
  const made = world()
  const stderr = { ...made.io.stderr, isTTY: true }
  return { made, io: Object.assign(Object.create(made.io) as typeof made.io, { stderr }) }
}

t.test('long work spins on stderr, with what it said last, and is wiped out', { timeout: 20_000 }, async t => {
  const { made, io } = terminal()
  const result = await withProgress(
    io,
    'Copying',
    async say => {
      for (const text of ['Copying: 7 records', 'Copying: 8 records']) {
        say(text)
        while (!made.stderr.includes(text)) await new Promise(resolve => setTimeout(resolve, 10))
      }
      return 42
    },
    10,
  )
  t.equal(result, 42)
  t.ok(made.stderr.endsWith('\x1b[?25h'), 'the cursor is back')
  t.equal(made.stdout, '')
})

t.test('short work says nothing, nor does any work without a terminal; errors pass', async t => {
  const { made, io } = terminal()
  t.equal(await withProgress(io, 'Copying', async () => 1), 1)
  await t.rejects(
    withProgress(io, 'Copying', () => Promise.reject(new Error('no'))),
    { message: 'no' },
  )
  const piped = world()
  await withProgress(piped.io, 'Copying', long, 10)
  t.equal(made.stderr + piped.stderr, '')
})
