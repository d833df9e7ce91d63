// Generated from src/protocol/definitions. Change the definition, then: npm run generate
export type { ProducerSnapshot } from './producer-snapshot.ts'
