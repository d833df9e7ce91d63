// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import { ConsumerProtocolAssignment } from './consumer-protocol-assignment.ts'
import { ConsumerProtocolSubscription } from './consumer-protocol-subscription.ts'

// biome-ignore lint/suspicious/noExplicitAny: a list of messages holds all of them
export const messages: readonly Message<any, any>[] = [ConsumerProtocolAssignment, ConsumerProtocolSubscription]
