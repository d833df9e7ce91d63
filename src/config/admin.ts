/** An admin client. Source: Kafka 4.3.1 `AdminClientConfig`. */
import { clientConfigs } from './client.ts'
import { defineConfigs } from './define.ts'

export const adminConfigs = defineConfigs({
  ...clientConfigs,
  'bootstrap.controllers': { type: 'list', default: [], importance: 'high' },
  'bootstrap.servers': { type: 'list', default: [], importance: 'high' },
  'client.id': { type: 'string', default: '' },
  'connections.max.idle.ms': { type: 'long', default: 300000 },
  'default.api.timeout.ms': { type: 'int', default: 60000, min: 0 },
  'enable.metrics.push': { type: 'boolean', default: false, importance: 'low' },
  'receive.buffer.bytes': { type: 'int', default: 65536, min: -1 },
  retries: { type: 'int', default: 2147483647, min: 0, max: 2147483647, importance: 'low' },
})
