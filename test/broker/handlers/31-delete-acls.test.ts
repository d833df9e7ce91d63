import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { DeleteAcls } from '../../../src/protocol/generated/apis/31-delete-acls.ts'
import { startBroker } from '../start.ts'

t.test('without an authorizer every version says that security is disabled', async t => {
  const connection = await (await startBroker(t)).connect()
  for (let version = DeleteAcls.min; version <= DeleteAcls.max; version++) {
    const answer = await connection.send(DeleteAcls, version, {
      filters: [
        {
          resourceTypeFilter: 1,
          resourceNameFilter: null,
          patternTypeFilter: 1,
          principalFilter: null,
          hostFilter: null,
          operation: 1,
          permissionType: 1,
        },
      ],
    })
    t.equal(
      answer.filterResults.map(({ errorCode }) => errorName(errorCode)).join(),
      'SECURITY_DISABLED',
      `version ${version}`,
    )
  }
})
