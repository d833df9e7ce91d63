import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { DescribeAcls } from '../../../src/protocol/generated/apis/29-describe-acls.ts'
import { CreateAcls } from '../../../src/protocol/generated/apis/30-create-acls.ts'
import { AUTHORIZED, aclOf, anyAcl } from '../acls.ts'
import { startBroker } from '../start.ts'

t.test('without an authorizer every version says that security is disabled', async t => {
  const connection = await (await startBroker(t)).connect()
  for (let version = DescribeAcls.min; version <= DescribeAcls.max; version++) {
    const answer = await connection.send(DescribeAcls, version, anyAcl)
    t.equal(errorName(answer.errorCode), 'SECURITY_DISABLED', `version ${version}`)
    t.match(answer, { errorMessage: 'No Authorizer is configured on the broker', resources: [] })
  }
})

t.test('entries come by resource, those that the filter means', async t => {
  const connection = await (await startBroker(t, AUTHORIZED)).connect()
  const creations = [
    aclOf({ operation: 3 }),
    aclOf({ operation: 4 }),
    aclOf({ resourceName: 'ord', resourcePatternType: 4 }),
    aclOf({ resourceType: 3, resourceName: 'g' }),
  ]
  await connection.send(CreateAcls, 3, { creations })
  for (let version = DescribeAcls.min; version <= DescribeAcls.max; version++) {
    const names = async (change: Partial<typeof anyAcl>) => {
      const { errorCode, resources } = await connection.send(DescribeAcls, version, { ...anyAcl, ...change })
      t.equal(errorCode, 0)
      return resources
        .map(({ resourceName, patternType, acls }) => `${resourceName}/${patternType} ${acls.length}`)
        .sort()
    }
    t.same(await names({}), ['g/3 1', 'ord/4 1', 'orders/3 2'])
    t.same(await names({ operation: 4 }), ['orders/3 1'])
    t.same(await names({ patternTypeFilter: 2, resourceNameFilter: 'orders-2' }), ['ord/4 1'])
  }
  const { resources } = await connection.send(DescribeAcls, 3, { ...anyAcl, resourceNameFilter: 'g' })
  t.match(resources, [{ resourceType: 3, acls: [{ principal: 'User:a', host: '*', operation: 3, permissionType: 3 }] }])
})

t.test('a filter with a number that nobody knows is refused', async t => {
  const connection = await (await startBroker(t, AUTHORIZED)).connect()
  const answer = await connection.send(DescribeAcls, 3, { ...anyAcl, operation: 77 })
  t.equal(errorName(answer.errorCode), 'INVALID_REQUEST')
})
