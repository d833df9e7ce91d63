/** Records about segments in a tier, as Kafka's toString() has them. */
import t from 'tap'
import { remoteText } from '../../../src/cli/dump/remote.ts'
import { RemoteLogSegmentMetadataRecord } from '../../../src/protocol/generated/records/remote/00-remote-log-segment-metadata.ts'
import { RemotePartitionDeleteMetadataRecord } from '../../../src/protocol/generated/records/remote/02-remote-partition-delete-metadata.ts'
import { Writer } from '../../../src/protocol/writer.ts'

const topicIdPartition = { name: 'orders', id: 'AQIDBAUGBwgJCgsMDQ4PEA', partition: 3 }
const framed = (type: number, write: (writer: Writer) => void) => {
  const writer = new Writer()
  for (const varint of [1, type, 0]) writer.uvarint(varint)
  write(writer)
  return writer.toBuffer()
}

t.test('a segment', async t => {
  const bytes = framed(0, writer =>
    RemoteLogSegmentMetadataRecord.write(
      writer,
      {
        remoteLogSegmentId: { topicIdPartition, id: 'EBESExQVFhcYGRobHB0eHw' },
        startOffset: 10,
        endOffset: 20,
        brokerId: 1,
        maxTimestampMs: 1000,
        eventTimestampMs: 2000,
        segmentLeaderEpochs: [
          { leaderEpoch: 0, offset: 10 },
          { leaderEpoch: 2, offset: 15 },
        ],
        segmentSizeInBytes: 512,
        customMetadata: Buffer.from('abc'),
        remoteLogSegmentState: 1,
        txnIndexEmpty: true,
      },
      0,
    ),
  )
  t.equal(
    remoteText(bytes),
    'RemoteLogSegmentMetadata{remoteLogSegmentId=RemoteLogSegmentId{topicIdPartition=AQIDBAUGBwgJCgsMDQ4PEA:orders-3, id=EBESExQVFhcYGRobHB0eHw}, startOffset=10, endOffset=20, brokerId=1, maxTimestampMs=1000, eventTimestampMs=2000, segmentLeaderEpochs={0=10, 2=15}, segmentSizeInBytes=512, customMetadata=Optional[CustomMetadata{3 bytes}], state=COPY_SEGMENT_FINISHED, txnIdxEmpty=true}',
  )
})

t.test('a partition that goes, and what is not known', async t => {
  const bytes = framed(2, writer =>
    RemotePartitionDeleteMetadataRecord.write(
      writer,
      { topicIdPartition, brokerId: 1, eventTimestampMs: 5, remotePartitionDeleteState: 0 },
      0,
    ),
  )
  t.equal(
    remoteText(bytes),
    'RemotePartitionDeleteMetadata{topicPartition=AQIDBAUGBwgJCgsMDQ4PEA:orders-3, state=DELETE_PARTITION_MARKED, eventTimestampMs=5, brokerId=1}',
  )
  t.throws(() => remoteText(framed(9, () => {})), /Unknown metadata id 9/)
})
