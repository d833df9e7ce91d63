/**
 * `--format`: how each record is printed, as kcat's -f and rpk's -f have it. One rule for both: a letter that kcat knows means
 * what it means to kcat, byte for byte; rpk's other letters and its {modifiers} are there too. So only %T differs from rpk: it
 * is the timestamp. No line end is added.
 *
 *   %t topic · %p partition · %o offset · %k key · %s value · %T timestamp · %h headers, as a=1,b=2
 *   %K %S lengths of key and value, -1 for null · %R the value's length as four bytes, big-endian
 *   %v %V value and its length · %d timestamp · %H how many headers · %e leader epoch · %x %y producer's id and epoch
 *   %i records so far · %h{...} each header, with %k %v %K %V in the braces · %% %{ %}
 *   %[ %| %] where the partition begins, its last stable offset, where it ends · %a{compression} and others: attributes.ts
 *   %s{json} and others: see modifiers.ts
 *   \n \t \r \\ \xNN (any hex digits) \NNN (decimal; octal with a 0 before)
 *
 * Source: kcat 1.7.1 and its help; rpk's help of `topic consume`. A null prints nothing, a null header NULL, as in kcat.
 */
import type { ByteSink } from '../byte-sink.ts'
import type { BatchView, Formatter, RecordView } from '../formatters.ts'
import { UsageError } from '../usage-error.ts'
import { attributePrint } from './attributes.ts'
import { BYTES, modified, NUMBER, TIME, type What } from './modifiers.ts'
import { keyBytes, valueBytes } from './view.ts'

export type Print = (record: RecordView, batch: BatchView, sink: ByteSink) => void
/** A field of a record: bytes, or a number. */
type Field =
  | { what: typeof BYTES; of: (record: RecordView, batch: BatchView) => Buffer | null }
  | { what: typeof NUMBER | typeof TIME; of: (record: RecordView, batch: BatchView) => number }

const bytes = (of: (record: RecordView, batch: BatchView) => Buffer | null): Field => ({ what: BYTES, of })
const number = (of: (record: RecordView, batch: BatchView) => number): Field => ({ what: NUMBER, of })
const time: Field = { what: TIME, of: ({ timestamp }) => timestamp }

const fields: Readonly<Record<string, Field>> = {
  t: bytes((_, { topic }) => Buffer.from(topic)),
  p: number((_, { partition }) => partition),
  o: number(({ offset }) => offset),
  k: bytes(keyBytes),
  s: bytes(valueBytes),
  v: bytes(valueBytes),
  K: number(({ keyLength }) => keyLength),
  S: number(({ valueLength }) => valueLength),
  V: number(({ valueLength }) => valueLength),
  T: time,
  d: time,
  h: bytes(record =>
    Buffer.from(
      record
        .headers()
        .map(({ key, value }) => `${key}=${value ?? 'NULL'}`)
        .join(','),
    ),
  ),
  H: number(record => record.headers().length),
  e: number((_, { header }) => header.leaderEpoch),
  x: number((_, { header }) => header.producerId),
  y: number((_, { header }) => header.producerEpoch),
  '[': number((_, { edges }) => edges.logStartOffset),
  '|': number((_, { edges }) => edges.lastStableOffset),
  ']': number((_, { edges }) => edges.highWatermark),
}

interface Header {
  key: string
  value: Buffer | null
}
const headerFields: Readonly<Record<string, (header: Header) => Buffer | number | null>> = {
  k: ({ key }) => Buffer.from(key),
  v: ({ value }) => value,
  s: ({ value }) => value,
  K: ({ key }) => Buffer.byteLength(key),
  V: ({ value }) => value?.length ?? -1,
  S: ({ value }) => value?.length ?? -1,
}

/** @throws {UsageError} for a letter or a modifier that is not known */
export function printf(format: string): Formatter {
  let count = 0
  const letters: Record<string, Field> = { ...fields, i: number(() => count) }
  const prints: Print[] = []
  for (const part of parts(format)) {
    if (typeof part === 'string') {
      const literal = Buffer.from(part, 'latin1')
      prints.push((_record, _batch, sink) => sink.bytes(literal))
    } else if (part.letter === 'h' && part.braces !== undefined) prints.push(headersPrint(part.braces))
    else if (part.letter === 'R') prints.push(({ valueLength }, _, sink) => sink.bytes(int32(valueLength)))
    else if (part.letter === 'a') prints.push(attributePrint(part.braces))
    else {
      const field = letters[part.letter]
      if (!field) throw unknown(part.letter, [...Object.keys(letters), 'R', 'a', '%', '{', '}'])
      prints.push(fieldPrint(field, part.braces))
    }
  }
  return (record, batch, sink) => {
    count++
    for (const print of prints) print(record, batch, sink)
  }
}

function fieldPrint(field: Field, modifier: string | undefined): Print {
  if (modifier !== undefined) {
    const show = modified(field.what, modifier)
    return (record, batch, sink) => sink.bytes(show(field.of(record, batch)))
  }
  if (field.what !== BYTES) return (record, batch, sink) => sink.text(String(field.of(record, batch)))
  return (record, batch, sink) => {
    const value = field.of(record, batch)
    if (value) sink.bytes(value)
  }
}

function headersPrint(format: string): Print {
  const prints = [...parts(format)].map((part): ((header: Header, sink: ByteSink) => void) => {
    if (typeof part === 'string') {
      const literal = Buffer.from(part, 'latin1')
      return (_, sink) => sink.bytes(literal)
    }
    const of = headerFields[part.letter]
    if (!of) throw unknown(part.letter, [...Object.keys(headerFields), '%', '{', '}'], ' in %h{}')
    const what: What = 'kvs'.includes(part.letter) ? BYTES : NUMBER
    const show = modified(what, part.braces ?? (what === BYTES ? 'raw' : 'ascii'))
    return (header, sink) => sink.bytes(show(of(header)))
  })
  return (record, _, sink) => {
    for (const header of record.headers()) for (const print of prints) print(header, sink)
  }
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32BE(value)
  return bytes
}

function unknown(letter: string, known: readonly string[], where = ''): UsageError {
  return new UsageError(
    letter === ''
      ? '--format ends with %: a letter must follow, and %% is a percent sign'
      : `--format does not know %${letter}${where}: there are ${known.map(each => `%${each}`).join(' ')}`,
  )
}

interface Verb {
  letter: string
  braces: string | undefined
}

/** Text, a character a byte, and what stands for a field. */
function* parts(format: string): Generator<string | Verb> {
  const source = Buffer.from(format).toString('latin1')
  let text = ''
  for (let at = 0; at < source.length; ) {
    const char = source[at]!
    if (char === '\\') {
      const [byte, length] = backslash(source.slice(at))
      text += byte
      at += length
    } else if (char !== '%') {
      text += char
      at++
    } else if ('%{}'.includes(source[at + 1] ?? ' ')) {
      text += source[at + 1]
      at += 2
    } else {
      if (text) yield text
      text = ''
      const letter = source[at + 1] ?? ''
      at += 2
      const braces = bracesAt(source, at, letter)
      if (braces !== undefined) at += braces.length + 2
      yield { letter, braces }
    }
  }
  if (text) yield text
}

/** What kcat makes of a backslash, down to what it makes of one too few digits. @returns the byte, and how much it took */
function backslash(text: string): [byte: string, length: number] {
  const plain: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }
  const next = text[1]
  // A percent sign is a letter's even here.
  if (next === undefined || next === '%') return ['\\', 1]
  if (plain[next]) return [plain[next], 2]
  const [digits = '', hex] = /^x([0-9a-f]+)|^0x[0-9a-f]+|^0[0-7]*|^[1-9][0-9]*/i.exec(text.slice(1)) ?? []
  const code =
    hex !== undefined ? BigInt(`0x${hex}`) : /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits}`) : BigInt(digits || 0)
  if (digits) return [String.fromCharCode(Number(code & 255n)), digits.length + 1]
  if (next !== 'x') return [next, 2]
  return text[2] === undefined || text[2] === '%' ? ['', 2] : [text[2], 3]
}

/** A word, or a word and what stands between characters that are none. */
const MODIFIER = /^(?:[a-z][a-z0-9]*|(?:strftime|go|unpack)[^a-z0-9\s].*)$/s

/** Braces that are rpk's: those with a modifier in them, or behind %h the letters of a header. To kcat they are text. */
function bracesAt(source: string, at: number, letter: string): string | undefined {
  if (source[at] !== '{') return undefined
  let depth = 0
  for (let end = at; end < source.length; end++) {
    // %{ and %} are braces to be printed.
    if (source[end] === '%') end++
    else if (source[end] === '{') depth++
    else if (source[end] === '}' && --depth === 0) {
      const inside = source.slice(at + 1, end)
      return (letter === 'h' ? /%[kvKV]/ : letter === 'a' ? /./ : MODIFIER).test(inside) ? inside : undefined
    }
  }
  return undefined
}
