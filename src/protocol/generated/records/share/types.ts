// Generated from src/protocol/definitions. Change the definition, then: npm run generate
export type { ShareSnapshotKey, ShareSnapshotValue } from './00-share-snapshot.ts'
export type { ShareUpdateKey, ShareUpdateValue } from './01-share-update.ts'
