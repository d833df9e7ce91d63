/** completion: what a shell needs for Tab, with topics and groups of the cluster that the line names. Kafka has no such tool. */
import { candidatesFor } from '../src/cli/completion/candidates.ts'
import { liveNames } from '../src/cli/completion/live.ts'
import { scriptFor, shells } from '../src/cli/completion/scripts.ts'
import { describe } from '../src/cli/describe.ts'
import type { Io } from '../src/cli/io.ts'
import { type AnyTool, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { commands } from './index.ts'

/** What the scripts call: `tskafka __complete -- tskafka topics --to`. */
const ASK = '__complete'

export const completion = tool({
  name: 'completion',
  summary: 'Print what a shell needs to complete commands, flags, topics and groups',
  own: true,
  grammar: 'argparse4j',
  operands: '<bash|zsh|fish>',
  flags: {},
  examples: ['eval "$(tskafka completion bash)"', 'tskafka completion fish | source'],
  async run({ operands, io }) {
    const [word, ...rest] = operands
    if (word === ASK) return complete(rest, io)
    const shell = shells.find(each => each === word)
    if (shell === undefined)
      throw new UsageError(
        word === undefined
          ? 'Which shell? bash, zsh or fish'
          : `"${word}" is no shell known here: bash, zsh and fish are`,
        { next: 'tskafka completion bash' },
      )
    io.stdout.write(
      scriptFor(
        shell,
        commands.flatMap(({ scripts }) => scripts),
      ),
    )
    return 0
  },
})

async function complete(words: readonly string[], io: Io): Promise<number> {
  const found = await candidatesFor(words, { commands, describe: describeNamed })
  if (found.kind === 'files') io.print(':files')
  else {
    const list = found.kind === 'words' ? found.words : await liveNames(io, found.what, words)
    const prefix = found.kind === 'live' ? found.prefix : ''
    for (const { text, about } of list) io.print(`${prefix}${text}\t${about}`)
  }
  return 0
}

async function describeNamed(name: string) {
  const entry = commands.find(each => each.name === name)
  return entry && describe(await loadTool(entry.name))
}

/** In dist/ the bundle beside this one, in the sources the module. */
async function loadTool(name: string): Promise<AnyTool> {
  const { bundledTool } = globalThis as { bundledTool?: (name: string) => AnyTool }
  if (bundledTool) return bundledTool(name)
  const { load } = await import('./load.ts')
  return load({ name, summary: '', scripts: [] })
}
