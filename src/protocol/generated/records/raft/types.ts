// Generated from src/protocol/definitions. Change the definition, then: npm run generate
export type { ControlRecordTypeSchema } from './control-record-type-schema.ts'
export type { KRaftVersionRecord } from './kraft-version-record.ts'
export type { LeaderChangeMessage } from './leader-change-message.ts'
export type { QuorumStateData } from './quorum-state-data.ts'
export type { SnapshotFooterRecord } from './snapshot-footer-record.ts'
export type { SnapshotHeaderRecord } from './snapshot-header-record.ts'
export type { VotersRecord } from './voters-record.ts'
