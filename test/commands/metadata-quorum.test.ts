/** metadata-quorum describe of three voters, one behind, and an observer; and a cluster asked by way of its controllers. */
import t, { type Test } from 'tap'
import { metadataQuorum } from '../../commands/metadata-quorum.ts'
import { DescribeQuorum } from '../../src/protocol/generated/apis/55-describe-quorum.ts'
import { DescribeCluster } from '../../src/protocol/generated/apis/60-describe-cluster.ts'
import { typed } from '../cli/world.ts'
import { FakeBroker } from '../client/fake-broker.ts'

const ID = 'AQIDBAUGBwgJCgsMDQ4PEA'
const replica = (replicaId: number, logEndOffset: number, caughtUp: number, replicaDirectoryId = ID) => ({
  replicaId,
  replicaDirectoryId,
  logEndOffset,
  lastFetchTimestamp: caughtUp,
  lastCaughtUpTimestamp: caughtUp,
})

async function quorum(t: Test) {
  const broker = await FakeBroker.start()
  t.teardown(() => broker.close())
  broker.on(DescribeQuorum, () => ({
    errorCode: 0,
    errorMessage: null,
    topics: [
      {
        topicName: '__cluster_metadata',
        partitions: [
          {
            partitionIndex: 0,
            errorCode: 0,
            errorMessage: null,
            leaderId: 2,
            leaderEpoch: 7,
            highWatermark: 100,
            currentVoters: [replica(1, 90, 4000), replica(2, 101, 5000), replica(3, 101, 4900)],
            observers: [replica(9, 80, -1, 'AAAAAAAAAAAAAAAAAAAAAA')],
          },
        ],
      },
    ],
    nodes: [
      { nodeId: 1, listeners: [{ name: 'CONTROLLER', host: 'c1', port: 9093 }] },
      {
        nodeId: 2,
        listeners: [
          { name: 'CONTROLLER', host: '::1', port: 9093 },
          { name: 'OTHER', host: 'c2', port: 1 },
        ],
      },
    ],
  }))
  return broker
}

t.test('--status: lag is that of the voter furthest behind', async t => {
  const broker = await quorum(t)
  const { stdout, code } = await typed(metadataQuorum, ['--bootstrap-server', broker.bootstrap, 'describe', '--status'])
  t.equal(code, 0)
  t.same(stdout.split('\n').slice(1, 7), [
    'LeaderId:               2',
    'LeaderEpoch:            7',
    'HighWatermark:          100',
    'MaxFollowerLag:         11',
    'MaxFollowerLagTimeMs:   1000',
    `CurrentVoters:          [{"id": 1, "directoryId": "${ID}", "endpoints": ["CONTROLLER://c1:9093"]}, {"id": 2, "directoryId": "${ID}", "endpoints": ["CONTROLLER://[::1]:9093", "OTHER://c2:1"]}, {"id": 3, "directoryId": "${ID}"}]`,
  ])
  t.equal(stdout.split('\n')[7], 'CurrentObservers:       [{"id": 9}]')
})

t.test('--replication: the leader first, observers last', async t => {
  const broker = await quorum(t)
  const { stdout } = await typed(metadataQuorum, ['describe', '--replication', '--bootstrap-server', broker.bootstrap])
  const rows = stdout.split('\n').map(line => line.split('\t').map(cell => cell.trim()))
  t.same(rows[0], [
    'NodeId',
    'DirectoryId',
    'LogEndOffset',
    'Lag',
    'LastFetchTimestamp',
    'LastCaughtUpTimestamp',
    'Status',
    '',
  ])
  t.same(rows[1], ['2', ID, '101', '0', '5000', '5000', 'Leader', ''])
  t.same(rows[2], ['1', ID, '90', '11', '4000', '4000', 'Follower', ''])
  t.same(rows[4], ['9', 'AAAAAAAAAAAAAAAAAAAAAA', '80', '21', '-1', '-1', 'Observer', ''])
})

t.test('--bootstrap-controller: nobody is asked for Metadata', async t => {
  const broker = await quorum(t)
  broker.on(DescribeCluster, ({ endpointType }) => ({
    errorCode: 0,
    endpointType,
    clusterId: 'of-controllers',
    controllerId: 1,
    brokers: [{ brokerId: 1, host: '127.0.0.1', port: broker.port }],
  }))
  const { stdout } = await typed(metadataQuorum, ['describe', '--status', '--bootstrap-controller', broker.bootstrap])
  t.match(stdout, 'ClusterId:              of-controllers\n')
  t.equal(broker.of('Metadata').length, 0)
  t.match(broker.of('DescribeCluster')[0]?.body, { endpointType: 2 })
})
