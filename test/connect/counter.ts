/** A source for tests: each task counts from where it was to `count`, so that what is lost and what is twice can be told. */
import { setTimeout as sleep } from 'node:timers/promises'
import { settings, sourceConnector } from '../../src/connect/plugin.ts'

export const Counter = sourceConnector({
  version: '1.0',
  config: settings({
    topic: { type: 'string', default: 'counts' },
    tasks: { type: 'int', default: 1 },
    count: { type: 'int', default: 2 ** 31 - 1 },
    batch: { type: 'int', default: 1 },
    'delay.ms': { type: 'int', default: 10 },
    task: { type: 'int', default: 0 },
  }),
  start: ({ tasks }, _, given) => ({
    taskConfigs: max => Array.from({ length: Math.min(max, tasks) }, (_, task) => ({ ...given, task: String(task) })),
  }),
  async task({ topic, count, batch, task, 'delay.ms': delayMs }, { offsets, signal }) {
    const place = { task }
    let next = ((await offsets.offset(place))?.['n'] as number | undefined) ?? 0
    return {
      async poll() {
        await sleep(next < count ? delayMs : 100, undefined, { signal }).catch(() => {})
        return Array.from({ length: Math.min(batch, count - next) }, () => {
          const n = next++
          return { sourcePartition: place, sourceOffset: { n: next }, topic, key: String(task), value: `${task} ${n}` }
        })
      },
    }
  },
  exactlyOnceSupport: () => 'supported',
})
