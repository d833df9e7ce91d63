/** What clients are asked to measure. Source: KIP-714. */
import { defineConfigs } from './define.ts'

export const clientMetricsConfigs = defineConfigs({
  'interval.ms': { type: 'int', default: 300000, doc: 'How often a client pushes its metrics.' },
  match: {
    type: 'list',
    default: [],
    doc: 'Which clients are asked: client_id=<regular expression> and the like, all of which must match. Empty: every client.',
  },
  metrics: {
    type: 'list',
    default: [],
    doc: 'Which metrics are asked for, by how their names begin. Empty: none; *: all.',
  },
})
