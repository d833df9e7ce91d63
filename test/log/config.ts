/** The settings of a topic as they are by default, and the hour at which tests of logs take place. */
import { topicConfig } from '../../src/config/server.ts'
import type { LogConfig } from '../../src/log/config.ts'

export const NOW = 1_700_000_000_000
export const defaults: LogConfig = topicConfig(new Map(), new Map())
