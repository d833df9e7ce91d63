/**
 * Bytes in JSON: text where they are text, base64 where they are not, and a field beside them that says so:
 * `"value":"one"`, `"value":"//79","valueEncoding":"base64"`, `"value":null`. What is written so is read back byte for byte.
 */
import { isUtf8 } from 'node:buffer'

export function bytesJson(name: string, bytes: Buffer | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null }
  if (isUtf8(bytes)) return { [name]: bytes.toString() }
  return { [name]: bytes.toString('base64'), [`${name}Encoding`]: 'base64' }
}
