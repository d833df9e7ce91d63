/**
 * A definition into a file of TypeScript: for each message its types, and two straight-line functions for each struct. No
 * reflection and no closures at run time: what a version has is an `if`. Layout is the formatter's business.
 */
import { emitReader } from './emit-read.ts'
import { docOf, emitTypes } from './emit-types.ts'
import { emitWriter } from './emit-write.ts'
import type { Definition, MessageDefinition } from './parse.ts'
import { isEmpty, type Range } from './versions.ts'

export const HEAD = '// Generated from src/protocol/definitions. Change the definition, then: npm run generate\n'

/** @param depth how many folders below `generated` the file is */
export function emit(definition: Definition, depth: number): string {
  const { api, messages } = definition
  const body = [...messages.map(message => emitMessage(message, api === undefined)), api ? emitApi(definition) : '']
    .filter(Boolean)
    .join('\n')
  return `${HEAD}${imports(body, '../'.repeat(depth))}\n\n${body}`
}

function imports(body: string, up: string): string {
  const used = (names: string[]) => names.filter(name => new RegExp(`\\b${name}\\b`).test(body))
  const line = (names: string[], file: string, type = 'type ') =>
    names.length > 0 ? `import ${type}{ ${names.join(', ')} } from '${up}${file}'\n` : ''
  return [
    line(used(['Api', 'Message']), 'message.ts'),
    line(['Reader'], 'reader.ts'),
    line(used(['LeaderEpoch', 'Offset', 'ProducerId', 'Timestamp', 'UnknownTag', 'Uuid']), 'types.ts'),
    line(used(['ZERO_UUID']), 'types.ts', ''),
    line(['Writer'], 'writer.ts', /\bnew Writer\b/.test(body) ? '' : 'type '),
    used(['EMPTY']).length > 0 ? `\nconst EMPTY = Buffer.alloc(0)\n` : '',
  ].join('')
}

const flexibleFrom = (flexible: Range) => (isEmpty(flexible) ? 'Number.POSITIVE_INFINITY' : `${flexible.min}`)

function emitMessage(message: MessageDefinition, stored: boolean): string {
  const { name, structs, versions, flexible, apiKey, comment } = message
  const all = [...structs, message]
  // A stored record's value has the name of its type: TopicRecord. A request's is only reached through its API.
  return [
    ...all.map(struct => emitTypes(message, struct)),
    ...all.flatMap(struct => [emitReader(message, struct), ...emitWriter(message, struct)]),
    `${docOf(comment)}export const ${stored ? name : `${name}Message`}: Message<${name}, ${name}Init> = {
  name: '${name}',
  min: ${versions.min},
  max: ${versions.max},
  flexibleFrom: ${flexibleFrom(flexible)},
${apiKey === undefined ? '' : `  apiKey: ${apiKey},\n`}  read: read${name},
  write: write${name},
}
`,
  ].join('\n')
}

function emitApi({ api, messages }: Definition): string {
  const { key, name, listeners, advertisedMin, unstable, comment } = api!
  const { versions, flexible } = messages[0]!
  return `${docOf(comment)}export const ${name}: Api<${name}Request, ${name}RequestInit, ${name}Response, ${name}ResponseInit> = {
  key: ${key},
  name: '${name}',
  min: ${versions.min},
  max: ${unstable === undefined ? versions.max : unstable - 1},
  advertisedMin: ${advertisedMin ?? versions.min},
  flexibleFrom: ${flexibleFrom(flexible)},
  listeners: [${listeners.map(listener => `'${listener}'`).join(', ')}],
  request: ${name}RequestMessage,
  response: ${name}ResponseMessage,
}
`
}
