import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { DescribeClientQuotas } from '../../../src/protocol/generated/apis/48-describe-client-quotas.ts'
import { AlterClientQuotas } from '../../../src/protocol/generated/apis/49-alter-client-quotas.ts'
import { startBroker } from '../start.ts'

const [EXACT, DEFAULT, ANY] = [0, 1, 2]
type Part = [type: string, name: string | null]
const set = (parts: Part[], key: string, value: number) => ({
  entity: parts.map(([entityType, entityName]) => ({ entityType, entityName })),
  ops: [{ key, value, remove: false }],
})

async function start(t: Parameters<typeof startBroker>[0]) {
  const connection = await (await startBroker(t)).connect()
  await connection.send(AlterClientQuotas, 1, {
    validateOnly: false,
    entries: [
      set([['user', 'a']], 'producer_byte_rate', 1),
      set([['user', null]], 'producer_byte_rate', 2),
      set(
        [
          ['user', 'a'],
          ['client-id', 'c'],
        ],
        'request_percentage',
        0.5,
      ),
      set([['client-id', 'c']], 'consumer_byte_rate', 4),
      set([['ip', '10.0.0.1']], 'connection_creation_rate', 5),
    ],
  })
  const describe = (
    version: number,
    components: [type: string, matchType: number, match: string | null][],
    strict = false,
  ) =>
    connection.send(DescribeClientQuotas, version, {
      components: components.map(([entityType, matchType, match]) => ({ entityType, matchType, match })),
      strict,
    })
  return { describe }
}

t.test('every version: those that the filter means, and with strict no others', async t => {
  const { describe } = await start(t)
  for (let version = DescribeClientQuotas.min; version <= DescribeClientQuotas.max; version++) {
    const values = async (...args: [Parameters<typeof describe>[1], boolean?]) => {
      const { errorCode, entries } = await describe(version, ...args)
      t.equal(errorCode, 0)
      return entries!.map(({ values }) => values[0]!.value).sort()
    }
    t.same(await values([]), [0.5, 1, 2, 4, 5])
    t.same(await values([['user', EXACT, 'a']]), [0.5, 1])
    t.same(await values([['user', EXACT, 'a']], true), [1])
    t.same(await values([['user', DEFAULT, null]]), [2])
    t.same(await values([['user', ANY, null]]), [0.5, 1, 2])
    t.same(
      await values(
        [
          ['user', ANY, null],
          ['client-id', EXACT, 'c'],
        ],
        true,
      ),
      [0.5],
    )
    t.same(await values([['ip', EXACT, '10.0.0.1']]), [5])
    t.same(await values([['user', EXACT, 'nobody']]), [])
  }
  const { entries } = await describe(1, [
    ['user', EXACT, 'a'],
    ['client-id', ANY, null],
  ])
  t.match(entries, [
    {
      entity: [
        { entityType: 'client-id', entityName: 'c' },
        { entityType: 'user', entityName: 'a' },
      ],
      values: [{ key: 'request_percentage', value: 0.5 }],
    },
  ])
})

t.test('a filter that means nothing is refused', async t => {
  const { describe } = await start(t)
  const cases: [Parameters<typeof describe>[1], string][] = [
    [[['', EXACT, 'a']], 'INVALID_REQUEST'],
    [
      [
        ['user', EXACT, 'a'],
        ['user', ANY, null],
      ],
      'INVALID_REQUEST',
    ],
    [[['color', EXACT, 'a']], 'UNSUPPORTED_VERSION'],
    [[['user', EXACT, null]], 'INVALID_REQUEST'],
    [[['user', DEFAULT, 'a']], 'INVALID_REQUEST'],
    [[['user', ANY, 'a']], 'INVALID_REQUEST'],
    [[['user', 7, null]], 'INVALID_REQUEST'],
    [
      [
        ['user', EXACT, 'a'],
        ['ip', ANY, null],
      ],
      'INVALID_REQUEST',
    ],
  ]
  for (const [components, error] of cases) {
    const answer = await describe(1, components)
    t.equal(errorName(answer.errorCode), error, JSON.stringify(components))
    t.equal(answer.entries, null)
  }
})
