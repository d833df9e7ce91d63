/** The live view, in a terminal that is none: what it shows, which keys it knows, and that it goes on when a look fails. */
import { EventEmitter } from 'node:events'
import { createElement } from 'react'
import t, { type Test } from 'tap'
import { type Frame, frameOf } from '../../../src/cli/top/frame.ts'
import { Top } from '../../../src/cli/top/view.tsx'

// As the command does: where a variable says CI, ink would keep every frame but the last to itself.
process.env['CI'] = 'false'
const ink = await import('ink')

class Screen extends EventEmitter {
  readonly columns = 100
  readonly isTTY = true
  last = ''
  write(text: string): boolean {
    // Without colours and moves of the cursor.
    const plain = text.replace(/\x1b\[[\d;?]*[a-zA-Z]/g, '')
    if (plain.trim() !== '') this.last = plain
    return true
  }
}

class Keys extends EventEmitter {
  readonly isTTY = true
  #pressed: string | null = null
  setEncoding(): void {}
  setRawMode(): void {}
  resume(): void {}
  pause(): void {}
  ref(): void {}
  unref(): void {}
  read(): string | null {
    const key = this.#pressed
    this.#pressed = null
    return key
  }
  press(key: string): void {
    this.#pressed = key
    this.emit('readable')
    this.emit('data', key)
  }
}

const topicNames = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const frame = (ends: readonly number[]): Frame => {
  const topics = (counts: readonly number[]) =>
    counts.map((end, i) => ({ name: topicNames[i]!, partitions: 1, records: end, end, bytes: 0 }))
  const group = { id: 'billing', state: 'Stable', members: 2, lag: 7, committed: new Map<string, number>() }
  return frameOf(
    { at: 0, topics: topics(ends.map(() => 0)), groups: [group] },
    { at: 1000, topics: topics(ends), groups: [group] },
  )
}

function show(t: Test, next: () => Promise<Frame>, height = 24) {
  const [stdout, stdin] = [new Screen(), new Keys()]
  const top = createElement(Top, { ink, title: 'tskafka top  here:1', next, intervalMs: 10, height })
  const app = ink.render(top, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    patchConsole: false,
    exitOnCtrlC: true,
  })
  t.teardown(() => app.unmount())
  const until = async (pattern: RegExp) => {
    for (let i = 0; i < 4000 && !pattern.test(stdout.last); i++) await new Promise(resolve => setTimeout(resolve, 5))
    t.match(stdout.last, pattern)
  }
  return { app, stdin, stdout, until }
}

t.test('it shows frames as they come, sorts by a key, and ends with q', async t => {
  let looks = 0
  const { app, stdin, stdout, until } = show(t, async () => frame([1, ++looks + 5]))
  await until(/^tskafka top {2}here:1\nTOPIC [\s\S]*\nb [\s\S]*\na [\s\S]*GROUP[\s\S]*\nbilling +Stable +2 +7/)
  await until(/\nb +1 +[1-9]\d/) // ten and more: it goes on
  stdin.press('n')
  await until(/\na [\s\S]*\nb [\s\S]*by name/)
  stdin.press('r')
  await until(/\nb [\s\S]*\na [\s\S]*by name, reversed/)
  t.match(stdout.last, /i in {2}o out {2}s size {2}l lag {2}n name {2}r reverse {2}q quit/)
  const ended = app.waitUntilExit()
  stdin.press('q')
  await ended
})

t.test('a look that fails is said, and the next one tried', async t => {
  let there = false
  const { until } = show(t, async () => {
    if (!there) throw new Error('Nobody answers at here:1')
    return frame([1])
  })
  await until(/^tskafka top {2}here:1 {2}Nobody answers at here:1\n/)
  there = true
  await until(/^tskafka top {2}here:1 *\nTOPIC/)
})

t.test('what does not fit is counted', async t => {
  const { until } = show(t, async () => frame([1, 2, 3, 4, 5, 6, 7, 8]), 11)
  await until(/\nh [\s\S]*\ng [\s\S]*\nf [\s\S]*\nand 5 more\n[\s\S]*\nbilling/)
})
