/** A worker's settings, and those of what it makes: `producer.*` and the like, without the prefix. */

import { distributedConfigs, standaloneConfigs, type workerConfigs, workerPrefixes } from '../../config/connect.ts'
import { ConfigError, type ConfigOf, nearest, resolve } from '../../config/define.ts'
import { producerConfigs } from '../../config/producer.ts'
import type { Given, Log } from '../plugin.ts'
import { withPrefix } from '../settings.ts'

export type CommonConfig = ConfigOf<typeof workerConfigs>
export type StandaloneConfig = ConfigOf<typeof standaloneConfigs>
export type DistributedConfig = ConfigOf<typeof distributedConfigs>

export interface WorkerSettings<Config extends CommonConfig = CommonConfig> {
  readonly config: Config
  /** As they were given. */
  readonly given: Given
  readonly bootstrapServers: string
  /** Only distributed ones have it. */
  readonly groupId: string | undefined
  readonly exactlyOnce: 'disabled' | 'preparing' | 'enabled'
  of(prefix: string): Record<string, string>
}

/** @throws {ConfigError} */
export const standaloneSettings = (given: Given): WorkerSettings<StandaloneConfig> =>
  settingsOf(resolve(standaloneConfigs, given), given, {})

/** @throws {ConfigError} */
export function distributedSettings(given: Given): WorkerSettings<DistributedConfig> {
  const config = resolve(distributedConfigs, given)
  return settingsOf(config, given, {
    groupId: config['group.id'],
    exactlyOnce: oneOf('exactly.once.source.support', config['exactly.once.source.support'].toLowerCase(), [
      'disabled',
      'preparing',
      'enabled',
    ]),
  })
}

function oneOf<Word extends string>(name: string, value: string, words: readonly Word[]): Word {
  const found = words.find(word => word === value)
  if (found) return found
  throw new ConfigError(name, value, `String must be one of (case insensitive): ${words.join(', ').toUpperCase()}`)
}

function settingsOf<Config extends CommonConfig>(
  config: Config,
  given: Given,
  { groupId, exactlyOnce = 'disabled' }: Partial<Pick<WorkerSettings, 'groupId' | 'exactlyOnce'>>,
): WorkerSettings<Config> {
  return {
    config,
    given,
    bootstrapServers: config['bootstrap.servers'].join(','),
    groupId,
    exactlyOnce,
    of: prefix => withPrefix(given, prefix),
  }
}

/** Names that nothing reads are most often misspelt. */
export function warnUnknown(given: Given, known: Readonly<Record<string, unknown>>, log: Log): void {
  for (const name of Object.keys(given)) {
    if (name in known || name in producerConfigs || workerPrefixes.some(prefix => name.startsWith(prefix))) continue
    const near = nearest(name, Object.keys(known))
    log.warn(`${name} is not a setting of a worker${near ? `: did you mean ${near}?` : ''}`)
  }
}
