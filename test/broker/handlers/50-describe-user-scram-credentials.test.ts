import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { DescribeUserScramCredentials } from '../../../src/protocol/generated/apis/50-describe-user-scram-credentials.ts'
import { AlterUserScramCredentials } from '../../../src/protocol/generated/apis/51-alter-user-scram-credentials.ts'
import { startBroker } from '../start.ts'

t.test('who has a password, by which mechanism, and nothing else of it', async t => {
  const connection = await (await startBroker(t)).connect()
  const secret = { salt: Buffer.from('salt'), saltedPassword: Buffer.from('password') }
  for (const mechanism of [1, 2])
    await connection.send(AlterUserScramCredentials, 0, {
      deletions: [],
      upsertions: [{ name: 'alice', mechanism, iterations: 4096 * mechanism, ...secret }],
    })
  const describe = async (...names: string[]) => {
    const users = names.length === 0 ? null : names.map(name => ({ name }))
    const { results } = await connection.send(DescribeUserScramCredentials, 0, { users })
    return results.map(({ user, errorCode, credentialInfos }) => [
      user,
      errorName(errorCode),
      ...credentialInfos.map(({ mechanism, iterations }) => `${mechanism}:${iterations}`),
    ])
  }
  t.same(await describe(), [['alice', 'NONE', '1:4096', '2:8192']])
  t.same(await describe('bob', 'alice'), [
    ['bob', 'RESOURCE_NOT_FOUND'],
    ['alice', 'NONE', '1:4096', '2:8192'],
  ])
  t.same(await describe('alice', 'alice'), [['alice', 'DUPLICATE_RESOURCE']])
})
