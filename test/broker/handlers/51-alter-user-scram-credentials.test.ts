import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import t from 'tap'
import { decodeRecord } from '../../../src/metadata/records.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { AlterUserScramCredentials } from '../../../src/protocol/generated/apis/51-alter-user-scram-credentials.ts'
import { UserScramCredentialRecord } from '../../../src/protocol/generated/records/metadata/11-user-scram-credential.ts'
import { decodeRecords } from '../../../src/protocol/record.ts'
import { directory, startBroker } from '../start.ts'

const salt = Buffer.from('c2FsdA==')
const upsertion = (name: string, more: object = {}) => ({
  name,
  mechanism: 1,
  iterations: 4096,
  salt,
  saltedPassword: pbkdf2Sync('secret', salt, 4096, 32, 'sha256'),
  ...more,
})

t.test('what is stored can check a password, and is there after a start', async t => {
  const dir = directory(t)
  const { broker, connect } = await startBroker(t, {}, dir)
  const connection = await connect()
  const { results } = await connection.send(AlterUserScramCredentials, 0, {
    deletions: [],
    upsertions: [upsertion('alice'), upsertion('bob', { mechanism: 2 })],
  })
  t.match(results, [
    { user: 'alice', errorCode: 0, errorMessage: null },
    { user: 'bob', errorCode: 0 },
  ])
  const stored = [...broker.logs.log('__cluster_metadata', 0)!.batchesFrom(0)]
    .filter(({ header }) => !header.isControl)
    .flatMap(({ bytes }) => decodeRecords(bytes).map(({ value }) => decodeRecord(value!)))
    .find(({ apiKey }) => apiKey === UserScramCredentialRecord.apiKey)!.value as ReturnType<
    typeof UserScramCredentialRecord.read
  >
  // As RFC 5802 has a server check: the hash of the client's key.
  const salted = pbkdf2Sync('secret', stored.salt, stored.iterations, 32, 'sha256')
  const clientKey = createHmac('sha256', salted).update('Client Key').digest()
  t.same(stored.storedKey, createHash('sha256').update(clientKey).digest())
  t.same(stored.serverKey, createHmac('sha256', salted).update('Server Key').digest())
  await broker.close()
  const again = await startBroker(t, {}, dir)
  t.same([...again.broker.metadata.scram.keys()], ['alice', 'bob'])
  const gone = await (await again.connect()).send(AlterUserScramCredentials, 0, {
    deletions: [{ name: 'alice', mechanism: 1 }],
    upsertions: [],
  })
  t.match(gone.results, [{ user: 'alice', errorCode: 0 }])
  t.same([...again.broker.metadata.scram.keys()], ['bob'])
})

t.test('what cannot be is refused, user by user', async t => {
  const connection = await (await startBroker(t)).connect()
  const { results } = await connection.send(AlterUserScramCredentials, 0, {
    deletions: [
      { name: 'nobody', mechanism: 1 },
      { name: 'twice', mechanism: 1 },
    ],
    upsertions: [
      upsertion(''),
      upsertion('odd', { mechanism: 9 }),
      upsertion('few', { iterations: 4095 }),
      upsertion('many', { iterations: 16_385 }),
      upsertion('twice'),
      upsertion('good'),
    ],
  })
  t.same(Object.fromEntries(results.map(({ user, errorCode }) => [user, errorName(errorCode)])), {
    nobody: 'RESOURCE_NOT_FOUND',
    twice: 'DUPLICATE_RESOURCE',
    '': 'UNACCEPTABLE_CREDENTIAL',
    odd: 'UNSUPPORTED_SASL_MECHANISM',
    few: 'UNACCEPTABLE_CREDENTIAL',
    many: 'UNACCEPTABLE_CREDENTIAL',
    good: 'NONE',
  })
})
