/** The first fault of a disk takes its directory offline, once and for good; what is no fault of the disk does not. */
import t from 'tap'
import { createLogger } from '../../src/lib/logger.ts'
import { DirFault } from '../../src/log/dir-fault.ts'
import { CorruptLogError } from '../../src/log/errors.ts'
import { KafkaError } from '../../src/protocol/errors.ts'
import { diskError } from '../kit/faulty-files.ts'

function directory() {
  const said: string[] = []
  const failed: Error[] = []
  const logger = createLogger({ write: line => said.push(line), level: 'error' })
  const fault = new DirFault({ path: '/data', logger, onFailed: error => failed.push(error) })
  return { fault, said, failed }
}

const throwing = (error: Error) => () => {
  throw error
}

t.test('a fault of the disk is answered with KAFKA_STORAGE_ERROR, and is told once', async t => {
  const { fault, said, failed } = directory()
  t.equal(fault.failure, undefined)
  t.equal(
    fault.attempt(() => 42),
    42,
  )
  const first = diskError('EIO', 'fsync', '/data/a-0')
  const answer = { name: 'KAFKA_STORAGE_ERROR', message: /\/data has failed: EIO/, cause: first }
  t.throws(() => fault.attempt(throwing(first)), answer)
  t.throws(
    () => fault.attempt(throwing(diskError('ENOSPC', 'write', '/data/b-0'))),
    answer,
    'the first one is the cause',
  )
  fault.logFailed('c-0', diskError('EROFS', 'open', '/data/c-0'))
  fault.fail(new Error('another'))
  t.equal(fault.failure?.cause, first)
  t.same(failed, [first])
  t.match(said, [/The data directory \/data has failed, and is offline until the broker is started again/])
})

t.test('what is no fault of the disk leaves the directory online', async t => {
  const { fault, said, failed } = directory()
  const bug = new TypeError('a bug')
  const others = [
    bug,
    diskError('ENOENT', 'open', '/data/a-0'),
    diskError('EMFILE', 'open', '/data/a-0'),
    new CorruptLogError('/data/a-0', 7, 'no batch begins here'),
    new KafkaError('OFFSET_OUT_OF_RANGE', 'beyond the end'),
  ]
  for (const error of others) {
    t.throws(() => fault.attempt(throwing(error)), error)
    fault.logFailed('a-0', error)
  }
  t.equal(fault.failure, undefined)
  t.same(failed, [])
  t.equal(said.filter(line => /a-0 in \/data has failed, and is offline/.test(line)).length, others.length)
})
