/**
 * `%v{unpack[<iq s]}`: numbers and text out of bytes, as rpk has it and, roughly, Python's struct: b B h H i I q Q signed and
 * unsigned of 1, 2, 4, 8 bytes, `<` and `>` little and big endian from there on (little at first), c or . a byte as it is, s the
 * rest, $ the end, x nothing. Too few bytes, or some too many before $, are said in the text itself.
 * Otherwise than in rpk: b is signed.
 */
import { UsageError } from '../usage-error.ts'

const sizes: Readonly<Record<string, number>> = { b: 1, h: 2, i: 4, q: 8 }
const letters = [...'bBhHiIqQ', '<', '>', 'c', '.', 's', '$', 'x']

/** @returns the text, and how many bytes it took */
type Step = (bytes: Buffer) => readonly [Buffer | string, number]

/** @throws {UsageError} */
export function unpack(layout: string): (bytes: Buffer | null) => Buffer {
  const steps: Step[] = []
  let big = false
  for (const [index, letter] of [...layout].entries()) {
    if (letter === '<' || letter === '>') big = letter === '>'
    else if (letter !== 'x') steps.push(step(letter, big))
    if ((letter === 's' || letter === '$') && index < layout.length - 1)
      throw new UsageError(`--format {unpack}: ${letter} takes what is left, so that nothing can follow it`)
  }
  return bytes => {
    const texts: Buffer[] = []
    let rest = bytes ?? Buffer.alloc(0)
    for (const each of steps) {
      const [text, taken] = each(rest)
      texts.push(Buffer.from(text as string))
      rest = rest.subarray(taken)
    }
    return Buffer.concat(texts)
  }
}

function step(letter: string, big: boolean): Step {
  if (letter === 'c' || letter === '.')
    return bytes => (bytes.length === 0 ? ['%!c(no bytes available)', 0] : [bytes.subarray(0, 1), 1])
  if (letter === 's') return bytes => [bytes, bytes.length]
  if (letter === '$') return bytes => [bytes.length === 0 ? '' : '%!$(not end-of-input)', bytes.length]
  const size = sizes[letter.toLowerCase()]
  if (size === undefined)
    throw new UsageError(`--format {unpack} does not know ${letter}: there are ${letters.join(' ')}`)
  return bytes => {
    if (bytes.length < size) return [`%!%s(have ${bytes.length} bytes, need ${size})`, bytes.length]
    const hex = (big ? bytes.subarray(0, size) : Buffer.from(bytes.subarray(0, size)).reverse()).toString('hex')
    const value = BigInt(`0x${hex}`)
    return [String(letter === letter.toLowerCase() ? BigInt.asIntN(size * 8, value) : value), size]
  }
}
