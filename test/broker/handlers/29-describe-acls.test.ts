import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { DescribeAcls } from '../../../src/protocol/generated/apis/29-describe-acls.ts'
import { startBroker } from '../start.ts'

t.test('without an authorizer every version says that security is disabled', async t => {
  const connection = await (await startBroker(t)).connect()
  for (let version = DescribeAcls.min; version <= DescribeAcls.max; version++) {
    const answer = await connection.send(DescribeAcls, version, {
      resourceTypeFilter: 1,
      resourceNameFilter: null,
      patternTypeFilter: 1,
      principalFilter: null,
      hostFilter: null,
      operation: 1,
      permissionType: 1,
    })
    t.equal(errorName(answer.errorCode), 'SECURITY_DISABLED', `version ${version}`)
  }
})
