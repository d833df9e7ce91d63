/** Connectors for tests that throw or hang where they are told to: `stages`, and `how`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { settings, sinkConnector, sourceConnector } from '../../src/connect/plugin.ts'

const config = settings({
  stages: { type: 'list', default: [] },
  how: { type: 'string', default: 'throw', values: ['throw', 'hang', 'stray'] },
  topic: { type: 'string', default: 'hostile' },
})
type Config = { stages: readonly string[]; how: string }

/** What it does at a stage, if it is one of those. */
async function at(stage: string, { stages, how }: Config): Promise<void> {
  if (!stages.includes(stage)) return
  if (how === 'hang') await new Promise(() => {})
  // From nowhere: no call of the runtime's is there to catch it.
  if (how === 'stray') {
    setTimeout(() => {
      throw new Error(`stray error of ${stage}`)
    })
    void Promise.reject(new Error(`stray rejection of ${stage}`))
    return
  }
  throw new Error(`broken at ${stage}`)
}

const start = async (own: Config, _: unknown, given: Readonly<Record<string, string>>) => {
  await at('start', own)
  return {
    async taskConfigs() {
      await at('taskConfigs', own)
      return [given]
    },
    stop: () => at('stop', own),
  }
}
const validate = async (own: Config) => {
  await at('validate', own)
  return {}
}
const alterOffsets = (stages: string | undefined, how = 'throw') =>
  at('alterOffsets', { stages: (stages ?? '').split(','), how }).then(() => true)

export const HostileSource = sourceConnector({
  version: '1.0',
  config,
  validate,
  start,
  alterOffsets: given => alterOffsets(given['stages'], given['how']),
  async task(own, { offsets, signal }) {
    await at('task', own)
    const place = { it: 0 }
    let n = Number((await offsets.offset(place))?.['n'] ?? 0)
    return {
      async poll() {
        await at('poll', own)
        await sleep(20, undefined, { signal }).catch(() => {})
        return [{ topic: own.topic, sourcePartition: place, sourceOffset: { n: ++n }, value: String(n) }]
      },
      commit: () => at('commit', own),
      commitRecord: () => at('commitRecord', own),
      stop: () => at('taskStop', own),
    }
  },
})

export const HostileSink = sinkConnector({
  version: '1.0',
  config,
  validate,
  start,
  alterOffsets: given => alterOffsets(given['stages'], given['how']),
  async task(own) {
    await at('task', own)
    return {
      put: () => at('put', own),
      flush: () => at('flush', own),
      open: () => at('open', own),
      close: () => at('close', own),
      stop: () => at('taskStop', own),
    }
  },
})
