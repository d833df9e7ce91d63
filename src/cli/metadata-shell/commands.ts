/**
 * What may be typed in the metadata shell. The lines are Kafka's own, those about mistakes too, and a mistake is no failure:
 * it is said, and the next line is read. Source: Kafka 4.3 `org.apache.kafka.shell.command`.
 */
import { twoColumns } from '../table.ts'
import { columns } from './columns.ts'
import type { Folder, Node } from './nodes.ts'
import { absolute, completions, type Found, find } from './paths.ts'

export interface Shell {
  readonly root: Folder
  cwd: string
  /** What was typed, oldest first. */
  readonly history: readonly string[]
  /** Width of the terminal; undefined: a name a line. */
  readonly width: number | undefined
  print(line: string): void
}

interface Command {
  summary: string
  /** `[path ...]`, as its page shows it. */
  usage: string
  least: number
  most: number
  /** Only where a person is: it makes no sense for a single command. */
  interactive?: true
  /** What its words are. */
  takes?: 'paths' | 'commands'
  /** @returns true to leave the shell */
  run(words: readonly string[], shell: Shell): unknown
}

const MANY = Number.POSITIVE_INFINITY

export const commands: Readonly<Record<string, Command>> = {
  cat: {
    summary: 'Print files',
    usage: 'path [path ...]',
    least: 1,
    most: MANY,
    takes: 'paths',
    run: eachFound('cat', 'No such file or directory', (shell, { node }, typed) => {
      if (node.kind === 'folder') shell.print(`cat: ${typed}: Is a directory`)
      else shell.print(node.text)
    }),
  },
  cd: {
    summary: 'Go to a directory, or to the root',
    usage: '[path]',
    least: 0,
    most: 1,
    interactive: true,
    takes: 'paths',
    run: ([target = '/'], shell) =>
      eachFound('cd', 'no such directory', (shell, { path, node }, typed) => {
        if (node.kind === 'leaf') shell.print(`cd: ${typed}: not a directory.`)
        else shell.cwd = absolute(path)
      })([target], shell),
  },
  exit: { summary: 'Leave', usage: '', least: 0, most: 0, interactive: true, run: () => true },
  find: {
    summary: 'Print the paths of all that is below',
    usage: '[path ...]',
    least: 0,
    most: MANY,
    takes: 'paths',
    run: (words, shell) =>
      eachFound('find', 'no such file or directory', (shell, { node }, typed) => {
        for (const line of below(typed, node)) shell.print(line)
      })(orHere(words), shell),
  },
  help: {
    summary: 'Print this page',
    usage: '',
    least: 0,
    most: 0,
    interactive: true,
    run: (_, shell) => {
      const rows = Object.entries(commands).map(([name, { usage, summary }]) => [`${name} ${usage}`, summary] as const)
      for (const line of twoColumns(rows, shell.width ?? 100)) shell.print(line)
      shell.print('Paths may hold *, ? and {a,b}. TAB completes.')
    },
  },
  history: {
    summary: 'Print what was typed',
    usage: '[count]',
    least: 0,
    most: 1,
    interactive: true,
    run([count], shell) {
      if (count !== undefined && !/^-?\d+$/.test(count)) return shell.print(`history: "${count}" is not a whole number`)
      const { history } = shell
      const from = count === undefined ? 0 : history.length - Math.max(0, Number(count))
      for (const [index, line] of history.entries())
        if (index >= from) shell.print(`${`${index}`.padStart(5)}  ${line}`)
    },
  },
  ls: {
    summary: 'List directories',
    usage: '[path ...]',
    least: 0,
    most: MANY,
    takes: 'paths',
    run: list,
  },
  man: {
    summary: 'Print what a command does',
    usage: 'command',
    least: 1,
    most: 1,
    interactive: true,
    takes: 'commands',
    run: ([name = ''], shell) => {
      const named = Object.hasOwn(commands, name) ? commands[name] : undefined
      if (!named) return shell.print(`man: unknown command ${name}. Type help to get a list of commands.`)
      for (const line of page(name, named)) shell.print(line)
    },
  },
  pwd: {
    summary: 'Print where one is',
    usage: '',
    least: 0,
    most: 0,
    interactive: true,
    run: (_, shell) => shell.print(shell.cwd),
  },
  tree: {
    summary: 'Print all that is below, with what is in it',
    usage: 'path [path ...]',
    least: 1,
    most: MANY,
    takes: 'paths',
    run: eachFound('tree', 'No such file or directory', (shell, { node }) => {
      for (const line of treeLines(node, '')) shell.print(line)
    }),
  },
}

const page = (name: string, { summary, usage }: Command) => [
  `${name}: ${summary}`,
  '',
  `usage: ${name} ${usage}`.trimEnd(),
]

/**
 * Run what was typed.
 * @param interactive false: a single command, of those that need no person
 * @returns true to leave
 */
export function execute(typed: readonly string[], shell: Shell, interactive: boolean): boolean {
  const words = typed.slice(0, typed.findLastIndex(word => word !== '') + 1)
  const [name, ...rest] = words
  if (name === undefined) return false
  const known = Object.keys(commands).filter(each => interactive || !commands[each]!.interactive)
  const command = known.includes(name) ? commands[name]! : undefined
  const wrong = command ? complaint(command, rest) : misspelt(name, known)
  if (command && (rest.includes('-h') || rest.includes('--help')))
    for (const line of page(name, command)) shell.print(line)
  else if (wrong) shell.print(wrong)
  else return command!.run(rest, shell) === true
  return false
}

function misspelt(name: string, known: readonly string[]): string {
  const begun = known.filter(each => each.startsWith(name))
  if (begun.length === 1) return `invalid choice: '${name}': did you mean '${begun[0]}'?`
  if (begun.length > 1 && name !== '') return `ambiguous command: ${name} could match ${begun.join(', ')}`
  return `invalid choice: '${name}' (choose from ${known.map(each => `'${each}'`).join(', ')})`
}

function complaint({ least, most }: Command, words: readonly string[]): string | undefined {
  if (words.length < least) return 'too few arguments'
  const strange = words.slice(most).concat(words.slice(0, most).filter(word => /^-(?!\d+$)./.test(word)))
  return strange.length > 0 ? `unrecognized arguments: '${strange.join(' ')}'` : undefined
}

/** What TAB offers for the line so far. */
export function complete(words: readonly string[], { root, cwd }: Pick<Shell, 'root' | 'cwd'>): string[] {
  const begun = words.at(-1) ?? ''
  const commandNames = () => Object.keys(commands).filter(name => name.startsWith(begun))
  if (words.length < 2) return commandNames()
  const { takes, most } = commands[words[0]!] ?? { takes: undefined, most: 0 }
  if (takes === undefined || words.length - 1 > most) return []
  return takes === 'commands' ? commandNames() : completions(root, cwd, begun)
}

/** Nothing, or empty words, mean where one is. */
const orHere = (words: readonly string[]): readonly string[] => {
  const paths = words.filter(word => word !== '')
  return paths.length > 0 ? paths : ['.']
}

function eachFound(name: string, none: string, fn: (shell: Shell, found: Found, typed: string) => void) {
  return (words: readonly string[], shell: Shell): void => {
    for (const word of words) {
      const found = find(shell.root, shell.cwd, word)
      if (found.length === 0) shell.print(`${name}: ${word}: ${none}.`)
      for (const each of found) fn(shell, each, word)
    }
  }
}

/** Paths as they were typed, with what is below; of a pattern, under the pattern itself. */
function* below(typed: string, node: Node): Generator<string> {
  yield typed
  if (node.kind === 'folder')
    for (const name of node.names()) yield* below(typed === '/' ? `/${name}` : `${typed}/${name}`, node.child(name)!)
}

function* treeLines(node: Node, indent: string): Generator<string> {
  if (node.kind === 'leaf') {
    yield `${indent}${node.text}`
    return
  }
  for (const name of node.names()) {
    yield `${indent}${name}:`
    yield* treeLines(node.child(name)!, `${indent}  `)
  }
}

/** Files first, then what is in each directory, under its name when there are several. */
function list(words: readonly string[], shell: Shell): void {
  const found: Found[] = []
  eachFound('ls', 'no such file or directory', (_, each) => found.push(each))(orHere(words), shell)
  const name = ({ path }: Found) => path.at(-1) ?? '/'
  const files = found.filter(({ node }) => node.kind === 'leaf')
  const folders = found.flatMap(each =>
    each.node.kind === 'folder' ? [{ name: name(each), names: each.node.names() }] : [],
  )
  const isHeaded = files.length > 0 || folders.length > 1
  for (const line of columns(files.map(name), shell.width)) shell.print(line)
  for (const [index, { name, names }] of folders.entries()) {
    if (isHeaded && names.length > 0) {
      if (index > 0 || files.length > 0) shell.print('')
      shell.print(`${name}:`)
    }
    for (const line of columns(names, shell.width)) shell.print(line)
  }
}
