// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import { ControlRecordTypeSchema } from './control-record-type-schema.ts'
import { KRaftVersionRecord } from './kraft-version-record.ts'
import { LeaderChangeMessage } from './leader-change-message.ts'
import { QuorumStateData } from './quorum-state-data.ts'
import { SnapshotFooterRecord } from './snapshot-footer-record.ts'
import { SnapshotHeaderRecord } from './snapshot-header-record.ts'
import { VotersRecord } from './voters-record.ts'

// biome-ignore lint/suspicious/noExplicitAny: a list of messages holds all of them
export const messages: readonly Message<any, any>[] = [
  ControlRecordTypeSchema,
  KRaftVersionRecord,
  LeaderChangeMessage,
  QuorumStateData,
  SnapshotFooterRecord,
  SnapshotHeaderRecord,
  VotersRecord,
]
