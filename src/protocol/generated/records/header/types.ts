// Generated from src/protocol/definitions. Change the definition, then: npm run generate
export type { RequestHeader } from './request-header.ts'
export type { ResponseHeader } from './response-header.ts'
