import t from 'tap'
import { createLogger } from '../../src/lib/logger.ts'

const start = () => {
  const lines: string[] = []
  const logger = createLogger({ write: line => lines.push(line), now: () => Date.UTC(2026, 10, 21, 4, 5, 6, 789) })
  return { logger, lines }
}

t.test('a line an event, in the shape of Kafka’s log', async t => {
  const { logger, lines } = start()
  logger.info('Started')
  logger.child('net').child('a').warn('Slow')
  logger.debug('not at this level')
  t.same(lines, ['[2026-11-21 04:05:06,789] INFO Started\n', '[2026-11-21 04:05:06,789] WARN [net.a] Slow\n'])
  logger.error('Broken', new Error('disk'))
  t.match(lines.at(-1), /ERROR Broken\nError: disk\n +at /)
})

t.test('a level is that of the nearest logger above that has one', async t => {
  const { logger, lines } = start()
  const net = logger.child('net')
  const deep = net.child('server')
  t.same(Object.fromEntries(logger.levels), { root: 'INFO', net: 'INFO', 'net.server': 'INFO' })
  logger.setLevel('net', 'DEBUG')
  deep.debug('now')
  logger.debug('still not')
  t.equal(lines.length, 1)
  t.equal(logger.levels.get('net.server'), 'DEBUG')
  logger.setLevel('net.server', 'FATAL')
  deep.error('silent')
  net.debug('loud')
  t.equal(lines.length, 2)
  logger.setLevel('net', undefined)
  net.debug('as root again')
  t.equal(lines.length, 2)
})
