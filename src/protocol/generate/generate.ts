/** All definitions into all files of `generated/`. */
import fs from 'node:fs'
import path from 'node:path'
import { check } from './check.ts'
import { emit, HEAD } from './emit.ts'
import { emitShapes } from './emit-shapes.ts'
import { type Definition, parse } from './parse.ts'

/** By path below `folder`, sorted. @throws with all that is wrong in them, each with file and line */
export function readDefinitions(folder: string): Map<string, Definition> {
  const names = fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && !entry.name.endsWith('.md'))
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()
  const definitions = new Map(names.map(name => [name, parse(name, fs.readFileSync(path.join(folder, name), 'utf8'))]))
  const problems = [...definitions.values()].flatMap(check)
  if (problems.length > 0) throw new Error(`The definitions do not make sense:\n${problems.join('\n')}`)
  return definitions
}

/** @returns text by path below `generated/`, not laid out yet */
export function generate(folder: string): Map<string, string> {
  const definitions = readDefinitions(folder)
  const files = new Map<string, string>()
  for (const [name, definition] of definitions)
    files.set(`${name}.ts`, emit(renamed(definition), name.split('/').length))
  files.set('apis/index.ts', apiIndex(definitions))
  const groups = [...definitions.keys()].filter(name => name.startsWith('records/')).map(name => path.dirname(name))
  for (const group of new Set(groups)) {
    files.set(`${group}/index.ts`, recordIndex(group, definitions))
    files.set(`${group}/types.ts`, recordTypes(group, definitions))
    files.set(`${group}/shapes.ts`, emitShapes(inGroup(group, definitions)))
  }
  return files
}

const inGroup = (group: string, definitions: Map<string, Definition>) =>
  [...definitions].filter(([name]) => path.dirname(name) === group).map(([, definition]) => definition)

/** Whether two texts are the same code: committed files went through the formatter, fresh ones did not. */
export function isSameCode(a: string, b: string): boolean {
  const tokens = (text: string) => text.replace(/\s+|,(?=\s*[)\]}])|[()]/g, '')
  return tokens(a) === tokens(b)
}

/** Structs of one name in two messages of a file differ: each is called after its message. */
function renamed(definition: Definition): Definition {
  const counts = new Map<string, number>()
  for (const { structs } of definition.messages)
    for (const { name } of structs) counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const message of definition.messages) {
    const suffix = /(Request|Response|Key|Value)$/.exec(message.name)?.[1] ?? ''
    const rename = (name: string) => ((counts.get(name) ?? 0) > 1 ? `${suffix}${name}` : name)
    for (const struct of message.structs) {
      struct.name = rename(struct.name)
      for (const field of struct.fields) field.type = rename(field.type)
    }
    for (const field of message.fields) field.type = rename(field.type)
  }
  return definition
}

function apiIndex(definitions: Map<string, Definition>): string {
  const entries = [...definitions].filter(([, { api }]) => api)
  const imports = [
    `import type { AnyApi } from '../../message.ts'`,
    ...entries.map(([name, { api }]) => `import { ${api!.name} } from './${path.basename(name)}.ts'`),
  ]
  return `${HEAD}${imports.join('\n')}\n\n/** Every API, by key. */\nexport const apis: readonly AnyApi[] = [\n${entries.map(([, { api }]) => `  ${api!.name},`).join('\n')}\n]\n`
}

/** Only the types, as read: for those who switch on the record type and must not load all codecs. */
function recordTypes(group: string, definitions: Map<string, Definition>): string {
  const lines = [...definitions]
    .filter(([name]) => path.dirname(name) === group)
    .map(
      ([name, { messages }]) =>
        `export type { ${messages.map(message => message.name).join(', ')} } from './${path.basename(name)}.ts'`,
    )
  return `${HEAD}${lines.join('\n')}\n`
}

function recordIndex(group: string, definitions: Map<string, Definition>): string {
  const lines: string[] = []
  const names: string[] = []
  for (const [name, { messages }] of definitions) {
    if (path.dirname(name) !== group) continue
    names.push(...messages.map(message => message.name))
    lines.push(`import { ${messages.map(message => message.name).join(', ')} } from './${path.basename(name)}.ts'`)
  }
  return `${HEAD}import type { Message } from '../../../message.ts'\n${lines.join('\n')}\n\n// biome-ignore lint/suspicious/noExplicitAny: a list of messages holds all of them\nexport const messages: readonly Message<any, any>[] = [\n${names.map(name => `  ${name},`).join('\n')}\n]\n`
}
