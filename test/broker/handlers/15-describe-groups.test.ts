import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { DescribeGroups } from '../../../src/protocol/generated/apis/15-describe-groups.ts'
import { stable, startWithGroups, subscription } from '../groups.ts'
import { connectTo, startBroker } from '../start.ts'

const describe = (connection: Awaited<ReturnType<typeof connectTo>>, ...groups: string[]) =>
  connection.send(DescribeGroups, 6, { groups, includeAuthorizedOperations: false })

t.test('a stable group shows its members; one that is not there says so', async t => {
  const { connection } = await startWithGroups(t)
  const { memberId } = await stable(connection)
  const { groups } = await describe(connection, 'g', 'none')
  t.match(groups[0], {
    groupState: 'Stable',
    protocolType: 'consumer',
    protocolData: 'range',
    members: [{ memberId, clientId: 'test', clientHost: '/127.0.0.1' }],
  })
  t.same(groups[0]?.members[0]?.memberMetadata, subscription('orders'))
  t.equal(groups[0]?.members[0]?.memberAssignment.toString(), 'all')
  t.equal(errorName(groups[1]!.errorCode), 'GROUP_ID_NOT_FOUND')
})

t.test('a stable group is there after a start, and its members go on', async t => {
  const { connection, broker, dir } = await startWithGroups(t)
  const { memberId } = await stable(connection)
  await broker.close()
  const again = await startBroker(t, {}, dir)
  const { groups } = await describe(await connectTo(t, again.broker), 'g')
  t.match(groups[0], { groupState: 'Stable', members: [{ memberId }] })
})
