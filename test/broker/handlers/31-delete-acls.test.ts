import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { CreateAcls } from '../../../src/protocol/generated/apis/30-create-acls.ts'
import { DeleteAcls } from '../../../src/protocol/generated/apis/31-delete-acls.ts'
import { AUTHORIZED, aclOf, anyAcl } from '../acls.ts'
import { startBroker } from '../start.ts'

t.test('without an authorizer every version says that security is disabled', async t => {
  const connection = await (await startBroker(t)).connect()
  for (let version = DeleteAcls.min; version <= DeleteAcls.max; version++) {
    const answer = await connection.send(DeleteAcls, version, { filters: [anyAcl] })
    t.equal(
      answer.filterResults.map(({ errorCode }) => errorName(errorCode)).join(),
      'SECURITY_DISABLED',
      `version ${version}`,
    )
  }
})

t.test('what each filter means is gone at once, and is told', async t => {
  const { broker, connect } = await startBroker(t, AUTHORIZED)
  const connection = await connect()
  for (let version = DeleteAcls.min; version <= DeleteAcls.max; version++) {
    const creations = [aclOf(), aclOf({ operation: 4 }), aclOf({ principal: 'User:b' })]
    await connection.send(CreateAcls, version, { creations })
    const filters = [
      { ...anyAcl, principalFilter: 'User:b' },
      { ...anyAcl, operation: 3 },
      { ...anyAcl, operation: 77 },
    ]
    const { filterResults } = await connection.send(DeleteAcls, version, { filters })
    t.match(filterResults, [
      { errorCode: 0, matchingAcls: [{ errorCode: 0, principal: 'User:b', resourceName: 'orders', operation: 3 }] },
      { errorCode: 0, matchingAcls: { length: 2 } },
      { errorCode: 42, errorMessage: 'Unknown entryFilter.', matchingAcls: [] },
    ])
    t.same(
      [...broker.metadata.acls.values()].map(({ operation }) => operation),
      [4],
    )
    const asker = { principal: 'User:b', connection: { remoteAddress: '127.0.0.1' } }
    t.notOk(broker.acls.allows(asker, 'READ', 'TOPIC', 'orders'))
    await connection.send(DeleteAcls, version, { filters: [anyAcl] })
    t.equal(broker.metadata.acls.size, 0)
  }
})
