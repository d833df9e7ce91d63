/** JSON as Jackson writes it into bytes: no blanks; control characters and what is beyond U+FFFF as `\u001F` and `\uD83D\uDE00`. */
const special = /["\\\u0000-\u001f\ud800-\udfff]/
const specials = /["\\\u0000-\u001f\ud800-\udfff]/g
const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
}

export const jsonText = (text: string): string =>
  special.test(text) ? `"${text.replace(specials, escaped)}"` : `"${text}"`

const escaped = (c: string) => short[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

export const jsonBytes = (bytes: Uint8Array): string =>
  `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}"`
