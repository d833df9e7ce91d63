// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Shapes } from '../../../shape.ts'

export const shapes: Shapes = {
  DefaultPrincipalData: [
    { name: 'type', type: 'string' },
    { name: 'name', type: 'string' },
    { name: 'tokenAuthenticated', type: 'bool' },
  ],
  EndTxnMarker: [{ name: 'coordinatorEpoch', type: 'int32' }],
}
