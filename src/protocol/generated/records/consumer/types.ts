// Generated from src/protocol/definitions. Change the definition, then: npm run generate
export type { ConsumerProtocolAssignment } from './consumer-protocol-assignment.ts'
export type { ConsumerProtocolSubscription } from './consumer-protocol-subscription.ts'
