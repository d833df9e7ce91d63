import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { DescribeCluster } from '../../../src/protocol/generated/apis/60-describe-cluster.ts'
import { startBroker } from '../start.ts'

t.test('every version tells the brokers and the cluster id', async t => {
  const { broker, connect } = await startBroker(t, { 'broker.rack': 'attic' })
  const connection = await connect()
  for (let version = 0; version <= DescribeCluster.max; version++) {
    const response = await connection.send(DescribeCluster, version, {
      includeClusterAuthorizedOperations: version === 1,
    })
    t.match(response, {
      errorCode: 0,
      clusterId: broker.clusterId,
      controllerId: broker.nodeId,
      brokers: [
        {
          brokerId: broker.nodeId,
          host: '127.0.0.1',
          port: Number(broker.address.split(':')[1]),
          rack: 'attic',
          isFenced: false,
        },
      ],
      clusterAuthorizedOperations: version === 1 ? 8096 : -(2 ** 31),
    })
    t.equal(response.brokers.length, 1)
  }
})

t.test('controllers are asked elsewhere', async t => {
  const { connect } = await startBroker(t)
  const connection = await connect()
  for (const [endpointType, error] of [
    [2, 'MISMATCHED_ENDPOINT_TYPE'],
    [3, 'UNSUPPORTED_ENDPOINT_TYPE'],
  ] as const) {
    const { errorCode } = await connection.send(DescribeCluster, 1, {
      includeClusterAuthorizedOperations: false,
      endpointType,
    })
    t.equal(errorName(errorCode), error)
  }
})
