// Generated from src/protocol/definitions. Change the definition, then: npm run generate
export type { RemoteLogSegmentMetadataRecord } from './00-remote-log-segment-metadata.ts'
export type { RemoteLogSegmentMetadataUpdateRecord } from './01-remote-log-segment-metadata-update.ts'
export type { RemotePartitionDeleteMetadataRecord } from './02-remote-partition-delete-metadata.ts'
export type { RemoteLogSegmentMetadataSnapshotRecord } from './03-remote-log-segment-metadata-snapshot.ts'
