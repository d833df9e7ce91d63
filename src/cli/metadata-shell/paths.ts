/**
 * Paths into the tree: relative to where one is, with `..`, and patterns (`*`, `?`, `{a,b}`, `\` before a character that is
 * meant) for each part. A part that is no good pattern is a name. Source: Kafka 4.3 `GlobComponent`, `GlobVisitor`.
 */
import type { Folder, Node } from './nodes.ts'

export interface Found {
  /** From the root. */
  path: readonly string[]
  node: Node
}

export const absolute = (path: readonly string[]): string => `/${path.join('/')}`

/** Names between slashes; `.` and `..` are carried out. */
export function partsOf(given: string, cwd: string): string[] {
  const parts: string[] = []
  for (const part of (given.startsWith('/') ? given : `${cwd}/${given}`).split('/'))
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  return parts
}

/** All that a pattern means, in the order of the tree. */
export function find(root: Folder, cwd: string, given: string): Found[] {
  let found: Found[] = [{ path: [], node: root }]
  for (const part of partsOf(given, cwd)) {
    const pattern = patternOf(part)
    found = found.flatMap(({ path, node }) => {
      if (node.kind === 'leaf') return []
      const names = pattern ? node.names().filter(name => pattern.test(name)) : [part]
      return names.flatMap(name => {
        const child = node.child(name)
        return child ? [{ path: [...path, name], node: child }] : []
      })
    })
  }
  return found
}

const inPatterns: Readonly<Record<string, string>> = { '?': '.', '*': '.*' }
const literally = (char: string) => char.replace(/[\\^$.*+?()[\]{}|]/, '\\$&')

/** @returns undefined for a name that stands for itself */
export function patternOf(part: string): RegExp | undefined {
  let source = ''
  let isPattern = false
  let inGroup = false
  for (let i = 0; i < part.length; i++) {
    const char = part[i]!
    if (char === '\\') {
      source += literally(part[++i] ?? '\\')
      continue
    }
    const meaning = inPatterns[char] ?? (inGroup ? { ',': ')|(?:', '}': '))' }[char] : undefined)
    if (char === '{') {
      if (inGroup) return undefined
      source += '(?:(?:'
    } else source += meaning ?? literally(char)
    if (char === '{') inGroup = true
    else if (char === '}') inGroup = false
    if (meaning !== undefined || char === '{') isPattern = true
  }
  return isPattern && !inGroup ? new RegExp(`^${source}$`, 's') : undefined
}

/** What a path that is being typed may become; a folder ends with a slash, since more follows. */
export function completions(root: Folder, cwd: string, typed: string): string[] {
  const slash = typed.lastIndexOf('/') + 1
  const [begun, last] = [typed.slice(0, slash), typed.slice(slash)]
  const [at] = find(root, cwd, begun === '' ? '.' : begun)
  if (at?.node.kind !== 'folder') return []
  const { node } = at
  return node
    .names()
    .filter(name => name.startsWith(last))
    .map(name => `${begun}${name}${node.child(name)?.kind === 'folder' ? '/' : ''}`)
}
