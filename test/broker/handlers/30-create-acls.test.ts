import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { CreateAcls } from '../../../src/protocol/generated/apis/30-create-acls.ts'
import { AUTHORIZED, aclOf } from '../acls.ts'
import { directory, startBroker } from '../start.ts'

t.test('without an authorizer every version says that security is disabled', async t => {
  const connection = await (await startBroker(t)).connect()
  for (let version = CreateAcls.min; version <= CreateAcls.max; version++) {
    const answer = await connection.send(CreateAcls, version, { creations: [aclOf()] })
    t.equal(
      answer.results.map(({ errorCode }) => errorName(errorCode)).join(),
      'SECURITY_DISABLED',
      `version ${version}`,
    )
  }
})

t.test('entries are there at once, and after a start; the same one is one', async t => {
  const dir = directory(t)
  const { broker, connect } = await startBroker(t, AUTHORIZED, dir)
  const connection = await connect()
  for (let version = CreateAcls.min; version <= CreateAcls.max; version++) {
    const creations = [aclOf(), aclOf({ operation: 3 + version })]
    const { results } = await connection.send(CreateAcls, version, { creations })
    t.match(results, [
      { errorCode: 0, errorMessage: null },
      { errorCode: 0, errorMessage: null },
    ])
  }
  const entries = (of: typeof broker) =>
    [...of.metadata.acls.values()].map(({ operation, principal }) => `${principal} ${operation}`).sort()
  t.same(entries(broker), ['User:a 3', 'User:a 4', 'User:a 5', 'User:a 6'])
  await broker.close()
  const again = await startBroker(t, AUTHORIZED, dir)
  t.same(entries(again.broker), ['User:a 3', 'User:a 4', 'User:a 5', 'User:a 6'])
  const asker = { principal: 'User:a', connection: { remoteAddress: '10.0.0.1' } }
  t.ok(again.broker.acls.allows(asker, 'READ', 'TOPIC', 'orders'))
  t.notOk(again.broker.acls.allows(asker, 'READ', 'TOPIC', 'bills'))
})

t.test('one that is wrong does not fail its neighbours', async t => {
  const { broker, connect } = await startBroker(t, AUTHORIZED)
  const creations = [aclOf({ principal: 'a' }), aclOf(), aclOf({ resourceType: 4, resourceName: 'mine' })]
  const { results } = await (await connect()).send(CreateAcls, 3, { creations })
  t.same(
    results.map(({ errorCode }) => errorName(errorCode)),
    ['INVALID_REQUEST', 'NONE', 'INVALID_REQUEST'],
  )
  t.equal(broker.metadata.acls.size, 1)
})
