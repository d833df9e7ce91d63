/**
 * Plays: a text file of commands and what the system said. The form is that of etcd's `datadriven`:
 *
 *   # A comment: why this play is here.
 *   broker start
 *   produce topic=orders partition=0 values=a,b      one command a line: words, then name=value
 *   group join member=b &                            in the background: it is started, and the play goes on
 *   ----
 *   what these commands printed, a line each; `ok` when they printed nothing; an empty line ends it
 *
 * `GOLDEN=1` writes what was said into the file. A person reads the diff: a play is only as true as its last reader.
 */
import { Args } from './args.ts'
import { verbs } from './verbs/index.ts'
import { World } from './world.ts'

/** Comments and empty lines before, the commands, and what was said. */
interface Block {
  before: string[]
  commands: string[]
  said: string[]
}

const MARK = '----'

export function readPlay(text: string): Block[] {
  const blocks: Block[] = []
  let block: Block = { before: [], commands: [], said: [] }
  let answers = false
  for (const line of text.trimEnd().split('\n')) {
    if (line === MARK) answers = true
    else if (answers && line !== '') block.said.push(line)
    else if (answers) {
      blocks.push(block)
      block = { before: [''], commands: [], said: [] }
      answers = false
    } else if (line === '' || line.startsWith('#')) {
      if (block.commands.length > 0) block.commands.push(line)
      else block.before.push(line)
    } else block.commands.push(line)
  }
  if (!answers)
    throw new Error(`A play ends with ${MARK} and what was said; this one ends with ${block.commands.at(-1)}`)
  return [...blocks, block]
}

const textOf = (blocks: readonly Block[]) =>
  `${blocks.map(({ before, commands, said }) => [...before, ...commands, MARK, ...said].join('\n')).join('\n')}\n`

/** The same text, with what was said this time. A command that could not be played ends it: `failure` says why. */
export async function perform(text: string): Promise<{ text: string; failure: string | undefined }> {
  const world = new World()
  const played: Block[] = []
  try {
    for (const block of readPlay(text)) {
      const said: string[] = []
      played.push({ ...block, said })
      for (const line of block.commands) {
        if (line === '' || line.startsWith('#')) continue
        try {
          said.push(...(await command(line, world)))
        } catch (error) {
          return { text: textOf(played), failure: `${line}: ${(error as Error).message}` }
        }
      }
      if (said.length === 0) said.push('ok')
    }
    return { text: textOf(played), failure: undefined }
  } finally {
    await world.close()
  }
}

async function command(line: string, world: World): Promise<readonly string[]> {
  const background = line.endsWith(' &')
  const { words, args } = Args.read(background ? line.slice(0, -2) : line, words => words in verbs)
  const verb = verbs[words]
  if (!verb) throw new Error(`Nobody knows "${words}" (${line}); there are: ${Object.keys(verbs).sort().join(', ')}`)
  const saying = Promise.resolve(verb(args, world)).then(said => {
    args.demandAllRead(line)
    return typeof said === 'string' ? [said] : (said ?? [])
  })
  if (background) {
    await world.begin(args.text('as', args.text('member', words)), saying)
    return []
  }
  return world.within(line, saying)
}
