/** What clients are asked to measure. Source: KIP-714. */
import { defineConfigs } from './define.ts'

export const clientMetricsConfigs = defineConfigs({
  'interval.ms': { type: 'int', default: 300000 },
  match: { type: 'list', default: [] },
  metrics: { type: 'list', default: [] },
})
