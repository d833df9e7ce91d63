// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import { RemoteLogSegmentMetadataRecord } from './00-remote-log-segment-metadata.ts'
import { RemoteLogSegmentMetadataUpdateRecord } from './01-remote-log-segment-metadata-update.ts'
import { RemotePartitionDeleteMetadataRecord } from './02-remote-partition-delete-metadata.ts'
import { RemoteLogSegmentMetadataSnapshotRecord } from './03-remote-log-segment-metadata-snapshot.ts'

// biome-ignore lint/suspicious/noExplicitAny: a list of messages holds all of them
export const messages: readonly Message<any, any>[] = [
  RemoteLogSegmentMetadataRecord,
  RemoteLogSegmentMetadataUpdateRecord,
  RemotePartitionDeleteMetadataRecord,
  RemoteLogSegmentMetadataSnapshotRecord,
]
