/**
 * Contexts: clusters by name, so that nobody types an address twice. They are kept in one file of the user,
 * `tskafka/contexts.json` in XDG_CONFIG_HOME or ~/.config:
 *
 *   { "current": "dev", "contexts": { "dev": { "bootstrapServer": "localhost:9092", "commandConfig": "/home/a/dev.properties" } } }
 *
 * Which one is meant: --context, TSKAFKA_CONTEXT, or the current one; and none of them where an address is typed.
 */
import fs from 'node:fs'
import path from 'node:path'
import type { Io } from './io.ts'
import { addressKey, type Tool } from './tool.ts'
import { nearest, UsageError } from './usage-error.ts'

export interface Context {
  bootstrapServer: string
  commandConfig?: string
}

export interface Contexts {
  current?: string
  contexts: Record<string, Context>
}

/** @returns undefined where nobody is at home: then there are no contexts */
export function contextsFile({ env }: Pick<Io, 'env'>): string | undefined {
  const base = env['XDG_CONFIG_HOME'] || (env['HOME'] ? path.join(env['HOME'], '.config') : undefined)
  return base === undefined ? undefined : path.join(base, 'tskafka', 'contexts.json')
}

/** @throws {UsageError} when the file is there and is not what `saveContexts` writes */
export function readContexts(io: Pick<Io, 'env'>): Contexts {
  const file = contextsFile(io)
  let text: string
  try {
    if (file === undefined) return { contexts: {} }
    text = fs.readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { contexts: {} }
    throw new UsageError(`Cannot read ${file}: ${(error as Error).message}`, { cause: error })
  }
  try {
    const read = JSON.parse(text) as Contexts
    const rows = Object.values(read.contexts)
    if (rows.every(({ bootstrapServer }) => typeof bootstrapServer === 'string')) return read
  } catch (error) {
    throw new UsageError(`${file} is no list of contexts: ${(error as Error).message}`, {
      cause: error,
      next: `rm ${file}`,
    })
  }
  throw new UsageError(`${file} has a context without a bootstrapServer`, { next: `rm ${file}` })
}

/** Whole or not at all; for the user alone, since a path may tell something. */
export function saveContexts(io: Pick<Io, 'env'>, contexts: Contexts): void {
  const file = contextsFile(io)
  if (file === undefined)
    throw new UsageError('There is no place for contexts: neither XDG_CONFIG_HOME nor HOME is set')
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const half = `${file}.${process.pid}`
  fs.writeFileSync(half, `${JSON.stringify(contexts, null, 2)}\n`, { mode: 0o600 })
  fs.renameSync(half, file)
}

/** @throws {UsageError} with the names there are */
export function contextNamed({ contexts }: Contexts, name: string): Context {
  const found = Object.hasOwn(contexts, name) ? contexts[name] : undefined
  if (found) return found
  const names = Object.keys(contexts)
  const near = nearest(name, names)
  throw new UsageError(
    `There is no context "${name}"${near ? `. Did you mean ${near}?` : names.length > 0 ? `: there are ${names.join(', ')}` : ''}`,
    {
      next: names.length > 0 ? 'tskafka context list' : `tskafka context add ${name} --bootstrap-server localhost:9092`,
    },
  )
}

/**
 * What a context says in place of flags that were not typed.
 * @param chosen the value of --context
 * @throws {UsageError} for a context that there is not, or one beside an address
 */
export function fromContext(
  tool: Tool,
  given: ReadonlySet<string>,
  chosen: string | undefined,
  io: Pick<Io, 'env'>,
): Record<string, string> {
  const key = addressKey(tool)
  if (key === undefined) return {}
  const typed = [key, 'bootstrapController'].find(each => given.has(each))
  if (typed !== undefined && chosen !== undefined)
    throw new UsageError(`--context and ${tool.flags[typed]!.long} both say which cluster: give one of them`)
  if (typed !== undefined) return {}
  const name = chosen ?? io.env['TSKAFKA_CONTEXT']
  const all = readContexts(io)
  const selected = name || all.current
  if (!selected) return {}
  const { bootstrapServer, commandConfig } = contextNamed(all, selected)
  const configured = [...given].some(
    each => each === 'commandConfig' || tool.flags[each]?.instead === '--command-config',
  )
  return {
    [key]: bootstrapServer,
    ...(commandConfig === undefined || configured || !('commandConfig' in tool.flags) ? {} : { commandConfig }),
  }
}
