/**
 * FileConfigProvider: `${file:/path/to.properties:key}`. DirectoryConfigProvider: `${dir:/path:name}` is what the file `name` in
 * that folder holds. Both only within `allowed.paths`, when that is set. Source: KIP-297, KIP-421; Kafka 4.3 `common.config.provider`.
 */
import fs from 'node:fs'
import path from 'node:path'
import { parseProperties } from '../../config/properties.ts'
import { SettingsError } from '../errors.ts'
import type { ConfigProvider } from '../plugin.ts'
import { settings } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'

const config = settings({
  'allowed.paths': {
    type: 'list',
    default: null,
    importance: 'low',
    doc: 'Folders and files that may be read, with all that is in them. Not set: any.',
  },
})
type PathSettings = typeof config

/** @throws {SettingsError} for a path that may not be read */
function guard(allowed: readonly string[] | null, file: string): string {
  const absolute = path.resolve(file)
  if (!allowed) return absolute
  const real = fs.existsSync(absolute) ? fs.realpathSync(absolute) : absolute
  const isIn = allowed.some(each => {
    const relative = path.relative(fs.existsSync(each) ? fs.realpathSync(each) : each, real)
    return relative === '' || !(relative.startsWith('..') || path.isAbsolute(relative))
  })
  if (isIn) return real
  throw new SettingsError(`Config provider: ${file} is not within allowed.paths (${allowed.join(', ')})`)
}

function checked(allowed: readonly string[] | null): readonly string[] | null {
  for (const each of allowed ?? []) {
    if (!path.isAbsolute(each)) throw new SettingsError(`Path ${each} is not absolute`)
    if (!fs.existsSync(each)) throw new SettingsError(`Path ${each} does not exist`)
  }
  return allowed
}

const chosen = (all: Readonly<Record<string, string>>, keys: readonly string[]) =>
  Object.fromEntries(keys.flatMap(key => (Object.hasOwn(all, key) ? [[key, all[key]!]] : [])))

const reading = (file: string, cause: unknown) =>
  new SettingsError(`Could not read ${file}: ${(cause as Error).message}`, { cause })

export const FileConfigProvider: ConfigProvider<PathSettings> = {
  kind: 'config_provider',
  class: 'org.apache.kafka.common.config.provider.FileConfigProvider',
  version: KAFKA_VERSION,
  config,
  create(options) {
    const allowed = checked(options['allowed.paths'])
    return {
      get(file, keys) {
        if (!file) return {}
        try {
          return chosen(Object.fromEntries(parseProperties(fs.readFileSync(guard(allowed, file), 'utf8'))), keys)
        } catch (error) {
          throw error instanceof SettingsError ? error : reading(file, error)
        }
      },
    }
  },
}

export const DirectoryConfigProvider: ConfigProvider<PathSettings> = {
  kind: 'config_provider',
  class: 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
  version: KAFKA_VERSION,
  config,
  create(options) {
    const allowed = checked(options['allowed.paths'])
    return {
      get(dir, keys) {
        if (!dir) return {}
        const folder = guard(allowed, dir)
        const values: Record<string, string> = {}
        for (const key of keys) {
          const file = path.join(folder, key)
          // A name, not a way out.
          if (path.dirname(file) !== folder || !fs.existsSync(file) || !fs.statSync(file).isFile()) continue
          try {
            values[key] = fs.readFileSync(file, 'utf8')
          } catch (error) {
            throw reading(file, error)
          }
        }
        return values
      },
    }
  },
}
