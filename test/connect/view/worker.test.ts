/** Workers and their views: found again by the next start, not shared, and not missed when they are gone. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { ViewDirectory } from '../../../src/connect/view/directory.ts'
import { createLogger } from '../../../src/lib/logger.ts'
import { directory } from '../../broker/start.ts'
import { eventually, rest, startMember, world } from '../kit.ts'

t.test('a worker begins with what it knew, and with the topics when that is gone', async t => {
  const place = await world(t)
  const dir = path.join(place.dir, 'views')
  const file = path.join(place.dir, 'in.txt')
  fs.writeFileSync(file, 'one\ntwo\n')
  const settings = { 'view.dir': dir, 'scheduled.rebalance.max.delay.ms': '0' }
  const status = async (url: string) => {
    const isRunning = ({ body }: { body: unknown }) => JSON.stringify(body).match(/RUNNING/g)?.length === 2
    const { body } = await eventually(() => rest(url, 'GET', '/connectors/lines/status'), isRunning, 'it runs')
    return body
  }
  const offset = { partition: { filename: file }, offset: { position: 8 } }
  const offsets = (url: string) =>
    eventually(
      () => rest(url, 'GET', '/connectors/lines/offsets'),
      ({ body }) => JSON.stringify(body) === JSON.stringify({ offsets: [offset] }),
      'its offsets are known',
    )
  const first = await startMember(t, place, settings)
  await rest(first.url, 'PUT', '/connectors/lines/config', {
    'connector.class': 'FileStreamSource',
    file,
    topic: 'lines',
  })
  await status(first.url)
  await offsets(first.url)

  const second = await startMember(t, place, settings)
  t.match(place.log.join('\n'), /are kept in memory, and made anew with the next start: .*views cannot be used/)
  await second.stop()
  await first.stop()
  t.strictSame(
    fs
      .readdirSync(dir)
      .filter(name => !name.startsWith('.'))
      .sort(),
    ['configs', 'offsets', 'statuses'].flatMap(name => [`${name}.db`, `${name}.db.sum`]),
    'closed, each with its sum',
  )
  for (const spoil of [() => {}, () => fs.rmSync(dir, { recursive: true })]) {
    spoil()
    const again = await startMember(t, place, settings)
    await status(again.url)
    await offsets(again.url)
    const { body } = await rest(again.url, 'GET', '/connectors/lines/config')
    t.match(body, { topic: 'lines', file })
    await again.stop()
  }
  t.notMatch(place.log.join('\n'), /made anew from the topic|thrown away/)
})

t.test('a folder that others may write to is not used', async t => {
  const said: string[] = []
  const log = createLogger({ write: line => said.push(line) })
  const dir = path.join(directory(t), 'views')
  const own = ViewDirectory.open({ dir, groupId: 'g', address: 'h:1', log })
  t.teardown(() => own.close())
  t.equal(own.file('offsets'), path.join(dir, 'offsets.db'))
  t.equal(fs.statSync(dir).mode & 0o777, 0o700)
  const unnamed = ViewDirectory.open({ dir: null, groupId: 'g', address: undefined, log })
  t.equal(unnamed.file('offsets'), undefined, 'an address of one run only names nothing')
  t.strictSame(said, [])
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = directory(t)
  t.teardown(() => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  })
  const first = ViewDirectory.open({ dir: null, groupId: '../g*', address: 'h:1', log })
  t.match(first.path, /tskafka-connect-\d+\/\.\.%2Fg%2A%40h%3A1$/, 'by group and address, in the temporary directory')
  first.close()
  fs.chmodSync(path.dirname(first.path!), 0o777)
  t.equal(ViewDirectory.open({ dir: null, groupId: 'g', address: 'h:1', log }).path, undefined)
  t.match(said.join(), /others may write to it/)
})
