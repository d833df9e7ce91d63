// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import { ShareSnapshotKey, ShareSnapshotValue } from './00-share-snapshot.ts'
import { ShareUpdateKey, ShareUpdateValue } from './01-share-update.ts'

// biome-ignore lint/suspicious/noExplicitAny: a list of messages holds all of them
export const messages: readonly Message<any, any>[] = [
  ShareSnapshotKey,
  ShareSnapshotValue,
  ShareUpdateKey,
  ShareUpdateValue,
]
