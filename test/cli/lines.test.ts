import t from 'tap'
import { Lines, type TakeLines } from '../../src/cli/lines.ts'

/** The lines of `text`, however it is cut. */
function lines(text: string, cuts: readonly number[]): string[] {
  const reader = new Lines()
  const found: string[] = []
  const add: TakeLines = (buffer, bounds, count) => {
    for (let i = 0; i < count; i++) found.push(buffer.toString('utf8', bounds[2 * i], bounds[2 * i + 1]))
  }
  let from = 0
  for (const cut of [...cuts, text.length]) {
    const chunk = Buffer.from(text.slice(from, cut))
    reader.push(chunk, add)
    chunk.fill('x') // a chunk is used again: nothing may still look at it
    from = cut
  }
  reader.end(add)
  return found
}

// Java's BufferedReader.readLine decides what a line is.
const texts: readonly (readonly [string, string[]])[] = [
  ['', []],
  ['\n', ['']],
  ['one', ['one']],
  ['one\n', ['one']],
  ['one\ntwo\n\nfour', ['one', 'two', '', 'four']],
  ['one\r\ntwo\r\n', ['one', 'two']],
  ['one\rtwo\r\rfour\r', ['one', 'two', '', 'four']],
  ['a\r\n\r\nb\n\rc', ['a', '', 'b', '', 'c']],
  ['\r\n', ['']],
  ['x\r', ['x']],
]

t.test('lines end with LF, CR LF or CR, and the last one needs no end', async t => {
  for (const [text, wanted] of texts) t.same(lines(text, []), wanted, JSON.stringify(text))
})

t.test('a line may be cut anywhere, even between CR and LF', async t => {
  for (const [text, wanted] of texts) {
    for (let cut = 0; cut <= text.length; cut++)
      t.same(lines(text, [cut]), wanted, `${JSON.stringify(text)} cut at ${cut}`)
    t.same(
      lines(
        text,
        Array.from(text, (_, i) => i),
      ),
      wanted,
      `${JSON.stringify(text)} byte by byte`,
    )
  }
})

t.test('a chunk may be nothing but ends of lines', async t => {
  t.same(lines('\n'.repeat(100_000), [7]), new Array(100_000).fill(''))
})
