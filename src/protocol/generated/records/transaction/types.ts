// Generated from src/protocol/definitions. Change the definition, then: npm run generate
export type { TransactionLogKey, TransactionLogValue } from './00-transaction-log.ts'
