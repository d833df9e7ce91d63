/** What `configs --alter` is to change: `--add-config`, `--add-config-file`, `--delete-config`. Source: Kafka 4.3 `ConfigCommand`. */
import { propertiesOf } from '../client.ts'
import type { Io } from '../io.ts'
import { UsageError } from '../usage-error.ts'

export interface ChangeOptions {
  readonly addConfig: string | undefined
  readonly addConfigFile: string | undefined
  readonly deleteConfig: readonly string[]
}

export interface Changes {
  set: ReadonlyMap<string, string>
  remove: readonly string[]
}

/** @throws {UsageError} */
export function changesOf(io: Io, { addConfig, addConfigFile, deleteConfig }: ChangeOptions): Changes {
  if (addConfig === undefined && addConfigFile === undefined && deleteConfig.length === 0)
    throw new UsageError(
      'At least one of --add-config, --add-config-file, or --delete-config must be specified with --alter',
    )
  const added = { ...propertiesOf(io, addConfigFile), ...(addConfig === undefined ? {} : parsed(addConfig)) }
  const wrong = Object.keys(added).find(name => !/^[$\w.-]*$/.test(name))
  if (wrong !== undefined) throw new UsageError(`Invalid character found for config key: ${wrong}`)
  return {
    set: new Map(Object.entries(added)),
    remove: deleteConfig.flatMap(words => words.split(',')).map(name => name.trim()),
  }
}

/** `a=1,b=[x,y]`: commas and equals signs within brackets belong to the value. */
function parsed(text: string): Record<string, string> {
  const outside = '(?=[^\\]]*(?:\\[|$))'
  const settings = text.split(new RegExp(`,${outside}`)).map(part => part.split(new RegExp(`\\s*=\\s*${outside}`)))
  if (settings.some(({ length }) => length !== 2))
    throw new UsageError(
      'Invalid entity config: all configs to be added must be in the format "key=val" or  "key=[val1,val2]" to group values which contain commas.',
    )
  return Object.fromEntries(settings.map(([name, value]) => [name!.trim(), value!.replace(/\[|\]/g, '').trim()]))
}
