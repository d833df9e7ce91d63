import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { AlterClientQuotas } from '../../../src/protocol/generated/apis/49-alter-client-quotas.ts'
import { directory, startBroker } from '../start.ts'

type Part = [type: string, name: string | null]
type Op = [key: string, value: number | null]
const entry = (parts: Part[], ...ops: Op[]) => ({
  entity: parts.map(([entityType, entityName]) => ({ entityType, entityName })),
  ops: ops.map(([key, value]) => ({ key, value: value ?? 0, remove: value === null })),
})

t.test('every version sets and removes; what is set is there after a start', async t => {
  const dir = directory(t)
  const { broker, connect } = await startBroker(t, {}, dir)
  const connection = await connect()
  const now = (of = broker) =>
    Object.fromEntries([...of.metadata.quotas].map(([key, values]) => [key, Object.fromEntries(values)]))
  for (let version = AlterClientQuotas.min; version <= AlterClientQuotas.max; version++) {
    const alter = async (...entries: ReturnType<typeof entry>[]) => {
      const answer = await connection.send(AlterClientQuotas, version, { entries, validateOnly: false })
      t.same(
        answer.entries.map(({ errorCode }) => errorCode),
        entries.map(() => 0),
      )
    }
    await alter(
      entry(
        [
          ['user', 'a'],
          ['client-id', null],
        ],
        ['producer_byte_rate', 100],
        ['request_percentage', 2.5],
      ),
    )
    t.same(now(), { '[["client-id",null],["user","a"]]': { producer_byte_rate: 100, request_percentage: 2.5 } })
    await alter(
      entry(
        [
          ['client-id', null],
          ['user', 'a'],
        ],
        ['producer_byte_rate', null],
        ['consumer_byte_rate', null],
      ),
    )
    t.same(now(), { '[["client-id",null],["user","a"]]': { request_percentage: 2.5 } }, 'in whatever order it is named')
    await alter(
      entry(
        [
          ['user', 'a'],
          ['client-id', null],
        ],
        ['request_percentage', null],
      ),
    )
    t.same(now(), {})
  }
  await connection.send(AlterClientQuotas, 1, {
    entries: [entry([['ip', '10.0.0.1']], ['connection_creation_rate', 5])],
    validateOnly: false,
  })
  await broker.close()
  const again = await startBroker(t, {}, dir)
  t.same(now(again.broker), { '[["ip","10.0.0.1"]]': { connection_creation_rate: 5 } })
})

t.test('what cannot be is refused, and does not fail its neighbours; validateOnly changes nothing', async t => {
  const { broker, connect } = await startBroker(t)
  const connection = await connect()
  const cases: [ReturnType<typeof entry>, RegExp][] = [
    [entry([], ['producer_byte_rate', 1]), /Invalid empty client quota entity/],
    [entry([['color', 'red']], ['producer_byte_rate', 1]), /Unhandled client quota entity type: color/],
    [entry([['user', '']], ['producer_byte_rate', 1]), /Empty user not supported/],
    [
      entry(
        [
          ['user', 'a'],
          ['user', 'b'],
        ],
        ['producer_byte_rate', 1],
      ),
      /duplicate entity entry user/,
    ],
    [
      entry(
        [
          ['user', 'a'],
          ['ip', '10.0.0.1'],
        ],
        ['producer_byte_rate', 1],
      ),
      /IP entity should not be combined/,
    ],
    [entry([['ip', 'no address!']], ['connection_creation_rate', 1]), /is not a valid IP/],
    [entry([['user', 'x']], ['connection_creation_rate', 1]), /Invalid configuration key connection_creation_rate/],
    [entry([['ip', '10.0.0.1']], ['producer_byte_rate', 1]), /Invalid configuration key producer_byte_rate/],
    [entry([['user', 'y']], ['producer_byte_rate', 0]), /must be greater than 0/],
    [entry([['user', 'z']], ['producer_byte_rate', 1.5]), /cannot be a fractional value/],
    [entry([['ip', '10.0.0.2']], ['connection_creation_rate', 2 ** 31]), /too large for an INT/],
    [entry([['user', 'q']], ['producer_byte_rate', 1], ['producer_byte_rate', 2]), /Duplicate quota key/],
  ]
  const good = entry([['user', 'good']], ['producer_byte_rate', 1])
  const { entries } = await connection.send(AlterClientQuotas, 1, {
    entries: [...cases.map(([each]) => each), good, good],
    validateOnly: false,
  })
  for (const [i, [, message]] of cases.entries()) {
    t.equal(errorName(entries[i]!.errorCode), 'INVALID_REQUEST')
    t.match(entries[i]!.errorMessage, message)
  }
  t.match(entries.slice(-2), [{ errorCode: 0 }, { errorMessage: /duplicate entity/ }])
  t.same([...broker.metadata.quotas.keys()], ['[["user","good"]]'])
  const dry = { entries: [entry([['user', 'dry']], ['producer_byte_rate', 1])], validateOnly: true }
  t.match(await connection.send(AlterClientQuotas, 1, dry), { entries: [{ errorCode: 0 }] })
  t.equal(broker.metadata.quotas.size, 1)
})
