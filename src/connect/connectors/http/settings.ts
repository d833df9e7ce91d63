/** The settings of HttpSink. */
import type { ConfigOf } from '../../../config/define.ts'
import { SECONDS } from '../../../lib/units.ts'
import { type ConfigErrors, settings } from '../../plugin.ts'
import { fill, namesIn, placeholders } from './template.ts'

export const httpSettings = settings({
  'http.url': {
    type: 'string',
    nonEmpty: true,
    importance: 'high',
    doc: `Where records go, such as https://host/orders/\${key}. There are ${placeholders.join(', ')}.`,
  },
  'http.method': {
    type: 'string',
    default: 'POST',
    values: ['POST', 'PUT', 'PATCH'],
    importance: 'high',
    doc: 'POST, PUT or PATCH.',
  },
  'http.headers': {
    type: 'string',
    default: '',
    doc: `Headers of each request, with a bar between two: Accept: */* | Idempotency-Key: ${placeholders.slice(0, 3).join('-')}. Secrets belong to auth.token.`,
  },
  'request.body.format': {
    type: 'string',
    default: 'json',
    values: ['json', 'string'],
    doc: 'json: the value as JSON, without its schema. string: text and bytes as they are.',
  },
  'batch.format': {
    type: 'string',
    default: 'none',
    values: ['none', 'array', 'ndjson'],
    doc: 'none: a request a record. array: a JSON array of several records. ndjson: a line each.',
  },
  'batch.max.records': { type: 'int', default: 500, min: 1, doc: 'How many records one request has, at most.' },
  'auth.type': {
    type: 'string',
    default: 'none',
    values: ['none', 'basic', 'bearer'],
    doc: 'How requests say who sends them.',
  },
  'auth.user': { type: 'string', default: '', doc: 'For auth.type=basic.' },
  'auth.password': { type: 'password', default: '', doc: 'For auth.type=basic.' },
  'auth.token': { type: 'password', default: '', doc: 'For auth.type=bearer.' },
  'request.timeout.ms': { type: 'int', default: 30 * SECONDS, min: 1, doc: 'How long an answer may take.' },
  'max.in.flight': {
    type: 'int',
    default: 8,
    min: 1,
    doc: 'How many requests a task sends at a time. Those of one partition go one after the other, in order.',
  },
  'max.retries': {
    type: 'int',
    default: 10,
    min: -1,
    doc: 'How often a request is sent again after no answer, 408, 425, 429 or 5xx, before the task fails; -1: without end.',
  },
  'retry.backoff.ms': {
    type: 'int',
    default: 1 * SECONDS,
    min: 1,
    doc: 'How long to wait before the first of them; each later one waits twice as long. A Retry-After is honoured.',
  },
  'retry.backoff.max.ms': {
    type: 'int',
    default: 60 * SECONDS,
    min: 1,
    importance: 'low',
    doc: 'The longest of these waits.',
  },
  'null.values': {
    type: 'string',
    default: 'ignore',
    values: ['ignore', 'fail', 'delete'],
    doc: 'Records without a value: passed over, given up as errors, or sent as a DELETE.',
  },
})
export type HttpConfig = ConfigOf<typeof httpSettings>

export const headersOf = (config: Pick<HttpConfig, 'http.headers'>): string[] =>
  config['http.headers']
    .split('|')
    .map(header => header.trim())
    .filter(Boolean)

/** `Name: value`. @returns undefined for what is no header */
export function headerOf(text: string): readonly [name: string, value: string] | undefined {
  const colon = text.indexOf(':')
  const [name, value] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
  if (colon < 1) return undefined
  try {
    new Headers([[name, fill(value, 'x')]])
  } catch {
    return undefined
  }
  return [name, value]
}

export function validateHttp(config: HttpConfig): ConfigErrors {
  const errors: Record<string, string> = {}
  const { 'http.url': url, 'auth.type': auth } = config
  for (const [setting, texts] of [
    ['http.url', [url]],
    ['http.headers', headersOf(config)],
  ] as const) {
    const unknown = texts.flatMap(namesIn).find(name => !placeholders.includes(name))
    if (unknown) errors[setting] = `${unknown} stands for nothing: there are ${placeholders.join(', ')}`
  }
  const parsed = URL.canParse(fill(url, 'x')) ? new URL(fill(url, 'x')) : undefined
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    errors['http.url'] ??= `${url} is no address such as https://host/path`
  else if (parsed.username || parsed.password)
    errors['http.url'] ??=
      'An address with a password in it would be in the log: use auth.type=basic, auth.user and auth.password'
  const wrong = headersOf(config).find(header => !headerOf(header))
  if (wrong !== undefined) errors['http.headers'] ??= `"${wrong}" is no header, such as Accept: text/plain`
  if (auth === 'basic' && !config['auth.user']) errors['auth.user'] = 'auth.type=basic needs it'
  if (auth === 'bearer' && !config['auth.token']) errors['auth.token'] = 'auth.type=bearer needs it'
  if (config['batch.format'] !== 'none' && config['null.values'] === 'delete')
    errors['null.values'] = 'A DELETE is of one record: it needs batch.format=none'
  if (config['batch.format'] === 'array' && config['request.body.format'] === 'string')
    errors['batch.format'] = 'A JSON array is of JSON: it needs request.body.format=json'
  return errors
}
