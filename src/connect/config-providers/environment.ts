/** EnvVarConfigProvider: `${env::NAME}`, of those that `allowlist.pattern` lets through. Source: KIP-887. */
import { SettingsError } from '../errors.ts'
import type { ConfigProvider } from '../plugin.ts'
import { settings } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'

const config = settings({
  'allowlist.pattern': {
    type: 'string',
    default: '.*',
    importance: 'low',
    doc: 'An expression that the whole name of a variable must match.',
  },
})

export const EnvVarConfigProvider: ConfigProvider<typeof config> = {
  kind: 'config_provider',
  class: 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
  version: KAFKA_VERSION,
  config,
  create(options) {
    const allowed = new RegExp(`^(?:${options['allowlist.pattern']})$`)
    return {
      get(path, keys) {
        if (path) throw new SettingsError(`Path is not supported for EnvVarConfigProvider, invalid value '${path}'`)
        return Object.fromEntries(
          keys.flatMap(key => {
            const value = allowed.test(key) ? process.env[key] : undefined
            return value === undefined ? [] : [[key, value]]
          }),
        )
      },
    }
  },
}
