/** A single command of the metadata shell for programs: what was found, each under its path from the root. */
import { UsageError } from '../usage-error.ts'
import type { Folder, Node } from './nodes.ts'
import { absolute, find } from './paths.ts'

type Json = { path: string } & Record<string, unknown>

const jsonOf = (node: Node): unknown =>
  node.kind === 'leaf'
    ? node.value
    : Object.fromEntries(node.names().map(name => [name, jsonOf(node.child(name)!)] as const))

function* below(path: readonly string[], node: Node): Generator<Json> {
  yield { path: absolute(path) }
  if (node.kind === 'folder') for (const name of node.names()) yield* below([...path, name], node.child(name)!)
}

const commands: Readonly<Record<string, (path: readonly string[], node: Node) => Iterable<Json>>> = {
  ls: (path, node) => [{ path: absolute(path), ...(node.kind === 'folder' ? { names: node.names() } : {}) }],
  cat: (path, node) => [{ path: absolute(path), value: jsonOf(node) }],
  tree: (path, node) => [{ path: absolute(path), value: jsonOf(node) }],
  find: below,
}

/** @param words none: all that there is @throws {UsageError} for what is not there: a program looks at the exit code */
export function nodesJson(root: Folder, [name = 'tree', ...paths]: readonly string[]): Json[] {
  const command = Object.hasOwn(commands, name) ? commands[name]! : undefined
  if (!command)
    throw new UsageError(`With --json the shell runs ${Object.keys(commands).join(', ')}; "${name}" is none of them`)
  return (paths.length > 0 ? paths : ['/']).flatMap(typed => {
    const found = find(root, '/', typed)
    if (found.length === 0) throw new UsageError(`${typed} is not there: see what is with ls, or find`)
    return found.flatMap(({ path, node }) => [...command(path, node)])
  })
}
