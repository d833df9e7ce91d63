/**
 * Java's .properties: `key=value`, `key: value` or `key value`, `#` and `!` comments, a backslash at the end of a line goes
 * on, `\t \n \r \f \uXXXX` and any other escaped character. Source: java.util.Properties.load.
 * Our own, as it is the whole format in fifty lines; the packages for it bring a parser of documents.
 */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>()
  for (const line of logicalLines(text)) {
    // The key ends at the first separator that is not escaped.
    const end = /(?:\\.|[^\\=:\s])*/.exec(line)![0].length
    const value = line.slice(end).replace(/^\s*[=:]?\s*/, '')
    properties.set(unescaped(line.slice(0, end)), unescaped(value))
  }
  return properties
}

function* logicalLines(text: string): Generator<string> {
  let pending: string | undefined
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trimStart()
    if (pending === undefined && (line === '' || /^[#!]/.test(line))) continue
    const whole: string = (pending ?? '') + line
    const continues = /\\*$/.exec(whole)![0].length % 2 === 1
    if (continues) pending = whole.slice(0, -1)
    else {
      yield whole
      pending = undefined
    }
  }
  if (pending !== undefined) yield pending
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

const unescaped = (text: string) =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, character: string) =>
    hex === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(hex, 16)),
  )
