import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { CreateAcls } from '../../../src/protocol/generated/apis/30-create-acls.ts'
import { startBroker } from '../start.ts'

t.test('without an authorizer every version says that security is disabled', async t => {
  const connection = await (await startBroker(t)).connect()
  for (let version = CreateAcls.min; version <= CreateAcls.max; version++) {
    const answer = await connection.send(CreateAcls, version, {
      creations: [
        {
          resourceType: 2,
          resourceName: 'orders',
          resourcePatternType: 3,
          principal: 'User:a',
          host: '*',
          operation: 3,
          permissionType: 3,
        },
      ],
    })
    t.equal(
      answer.results.map(({ errorCode }) => errorName(errorCode)).join(),
      'SECURITY_DISABLED',
      `version ${version}`,
    )
  }
})
