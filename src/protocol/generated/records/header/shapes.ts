// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Shapes } from '../../../shape.ts'

export const shapes: Shapes = {
  RequestHeader: [
    { name: 'requestApiKey', type: 'int16' },
    { name: 'requestApiVersion', type: 'int16' },
    { name: 'correlationId', type: 'int32' },
    { name: 'clientId', type: 'string' },
  ],
  ResponseHeader: [{ name: 'correlationId', type: 'int32' }],
}
