/** One request, and what its answer means: done, wrong in itself, or to be sent again. */
import { createJson } from '../../converters/json.ts'
import { javaText } from '../../data/java-text.ts'
import { ConnectError, DataError } from '../../errors.ts'
import type { SinkRecord } from '../../plugin.ts'
import { type HttpConfig, headerOf, headersOf } from './settings.ts'
import { filled } from './template.ts'

/** Records that go together, all of one partition. */
export interface Batch {
  readonly url: string
  readonly method: string
  readonly records: readonly SinkRecord[]
}

export type Outcome =
  | { readonly kind: 'done' }
  /** The records' fault. */
  | { readonly kind: 'refused'; readonly message: string }
  /** It may work later. */
  | { readonly kind: 'later'; readonly message: string; readonly afterMs: number | undefined }

const json = createJson({ schemas: false })

export function bodyOf({ topic, valueSchema, value }: SinkRecord, format: string): Buffer {
  if (format === 'json') return Buffer.from(json.toBytes(topic, valueSchema, value) ?? 'null')
  return value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(javaText(valueSchema, value))
}

const contentTypes: Readonly<Record<string, string>> = {
  'json none': 'application/json',
  'json array': 'application/json',
  'json ndjson': 'application/x-ndjson',
  'string none': 'text/plain; charset=utf-8',
  'string ndjson': 'text/plain; charset=utf-8',
}

/** What is said of a refusal: not a whole page. */
const SHOWN = 300
const READ_AT_MOST = 64 * 1024
const NEWLINE = Buffer.from('\n')

export class Requests {
  readonly #config: HttpConfig
  readonly #headers: readonly (readonly [string, string])[]

  constructor(config: HttpConfig) {
    this.#config = config
    const { 'auth.type': auth, 'request.body.format': body, 'batch.format': batch } = config
    const given = headersOf(config).map(header => headerOf(header)!)
    const own: [string, string][] = []
    if (!given.some(([name]) => name.toLowerCase() === 'content-type'))
      own.push(['content-type', contentTypes[`${body} ${batch}`]!])
    if (auth === 'basic') {
      const pair = `${config['auth.user']}:${config['auth.password']}`
      own.push(['authorization', `Basic ${Buffer.from(pair).toString('base64')}`])
    }
    if (auth === 'bearer') own.push(['authorization', `Bearer ${config['auth.token']}`])
    this.#headers = [...given, ...own]
  }

  /** @throws {DataError} for a record that cannot be sent; {ConnectError} for an answer that no record is to blame for, and that will not change */
  async send({ url, method, records }: Batch): Promise<Outcome> {
    const body = method === 'DELETE' ? null : this.#body(records)
    const headers = this.#headersOf(records[0]!, body !== null)
    const { 'request.timeout.ms': timeoutMs } = this.#config
    let response: Response
    let text: string
    try {
      response = await fetch(url, { method, headers, body, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
      text = await beginning(response)
    } catch (error) {
      const { name, message, cause } = error as Error
      const why =
        name === 'TimeoutError' ? `no answer within ${timeoutMs} ms` : (cause as Error | undefined)?.message || message
      return { kind: 'later', message: `${method} ${url}: ${why}`, afterMs: undefined }
    }
    return meaningOf(response, `${method} ${url} was answered ${response.status}${text && `: ${text}`}`)
  }

  #headersOf(record: SinkRecord, hasBody: boolean): Headers {
    const own = this.#headers.filter(([name]) => hasBody || name.toLowerCase() !== 'content-type')
    const pairs = own.map(([name, value]): [string, string] => [name, filled(value, record, String)])
    try {
      return new Headers(pairs)
    } catch (cause) {
      throw new DataError(`Its key cannot be part of a header: ${(cause as Error).message}`, { cause })
    }
  }

  #body(records: readonly SinkRecord[]): Buffer {
    const { 'batch.format': batch, 'request.body.format': format } = this.#config
    const bodies = records.map(record => bodyOf(record, format))
    if (batch === 'none') return bodies[0]!
    if (batch === 'ndjson') return Buffer.concat(bodies.flatMap(body => [body, NEWLINE]))
    const commas = bodies.flatMap((body, index) => (index === 0 ? [body] : [Buffer.from(','), body]))
    return Buffer.concat([Buffer.from('['), ...commas, Buffer.from(']')])
  }
}

/** Whole answers, so that the connection can be used again; of endless ones only so much. */
async function beginning(response: Response): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(Buffer.from(chunk as Uint8Array))
    size += chunk.length
    if (size > READ_AT_MOST) break
  }
  const text = Buffer.concat(chunks).toString().trim().replace(/\s+/g, ' ')
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text
}

const passing = new Set([408, 425, 429])
/** Not this record's fault: any other would be refused too. */
const access = new Set([401, 403, 407])

function meaningOf({ status, headers }: Response, message: string): Outcome {
  if (status >= 200 && status < 300) return { kind: 'done' }
  if (passing.has(status) || status >= 500)
    return { kind: 'later', message, afterMs: retryAfter(headers.get('retry-after')) }
  if (access.has(status)) throw new ConnectError(`${message}. Look at auth.type and what belongs to it`)
  if (status < 400)
    throw new ConnectError(
      `${message}, and location ${headers.get('location')}: redirects are not followed, set http.url to where it leads`,
    )
  return { kind: 'refused', message }
}

/** Seconds, or a date. */
export function retryAfter(text: string | null, now = Date.now()): number | undefined {
  if (text === null) return undefined
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
