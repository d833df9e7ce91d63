// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import { DefaultPrincipalData } from './default-principal-data.ts'
import { EndTxnMarker } from './end-txn-marker.ts'

// biome-ignore lint/suspicious/noExplicitAny: a list of messages holds all of them
export const messages: readonly Message<any, any>[] = [DefaultPrincipalData, EndTxnMarker]
