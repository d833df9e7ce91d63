/**
 * The shell, where somebody types: on a terminal with a prompt, TAB and the lines of before; out of a pipe the lines alone.
 * Otherwise than Kafka's: without a terminal no banner and no prompts are among the lines.
 */
import readline from 'node:readline'
import type { Io } from '../io.ts'
import { complete, execute, type Shell } from './commands.ts'
import type { Image } from './image.ts'
import { rootOf } from './nodes.ts'
import { begunWords, wordsOf } from './words.ts'

/** Lines that are remembered. */
const HISTORY = 500

export async function session(io: Io, image: Image): Promise<void> {
  const isTerminal = io.stdin.isTTY && io.stdout.isTTY
  const history: string[] = []
  const shell: Shell = {
    root: rootOf(image),
    cwd: '/',
    history,
    width: isTerminal ? io.stdout.columns : undefined,
    print: line => io.print(line),
  }
  const { offset, epoch } = image.provenance
  if (isTerminal) io.print(`[ Kafka Metadata Shell ] up to offset ${offset}, epoch ${epoch}; help says what there is`)
  // readline writes past our buffer.
  io.stdout.flush()
  for await (const line of isTerminal ? typedLines(shell) : pipedLines(io)) {
    if (line.trim() !== '' && history.at(-1) !== line) history.push(line)
    if (history.length > HISTORY) history.shift()
    const isOver = execute(wordsOf(line), shell, true)
    io.stdout.flush()
    if (isOver) return
  }
}

async function* pipedLines(io: Io): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of io.stdin.chunks()) {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop()!
    for (const line of lines) yield line.replace(/\r$/, '')
  }
  if (rest !== '') yield rest
}

/** The terminal itself: a line is edited in raw mode. Ctrl-C drops the line, Ctrl-D ends. */
async function* typedLines(shell: Shell): AsyncGenerator<string> {
  const terminal = readline.createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: '>> ',
    historySize: HISTORY,
    completer: (line: string) => {
      const words = begunWords(line)
      const offered = complete(words, shell)
      // A blank behind what is whole, as shells do; more of a folder follows without.
      return [offered.map(each => (each.endsWith('/') ? each : `${each} `)), words.at(-1) ?? '']
    },
  })
  terminal.on('SIGINT', () => {
    process.stdout.write('^C\n')
    // What was typed so far goes: `write` takes a key, here the one that clears the line.
    terminal.write(null, { ctrl: true, name: 'u' })
    terminal.prompt()
  })
  try {
    terminal.prompt()
    for await (const line of terminal) {
      yield line
      terminal.prompt()
    }
  } finally {
    terminal.close()
  }
}
