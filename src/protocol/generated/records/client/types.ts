// Generated from src/protocol/definitions. Change the definition, then: npm run generate
export type { DefaultPrincipalData } from './default-principal-data.ts'
export type { EndTxnMarker } from './end-txn-marker.ts'
