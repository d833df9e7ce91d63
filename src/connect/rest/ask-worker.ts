/**
 * One worker asks another. Source: Kafka 4.3 `RestClient`. A connection each time: it is done seldom.
 */
import http from 'node:http'
import https from 'node:https'
import { SECONDS } from '../../lib/units.ts'
import { RestError } from '../errors.ts'
import type { WorkerSettings } from '../runtime/worker-config.ts'

export interface WorkerRequest {
  readonly method: string
  /** JSON; empty: nothing. */
  readonly body: Buffer
  readonly headers?: Readonly<Record<string, string>>
}

export interface WorkerAnswer {
  readonly status: number
  /** JSON; empty: nothing. */
  readonly body: string
  readonly location: string | undefined
}

const TIMEOUT_MS = 90 * SECONDS

/** @throws {RestError} what the other refuses it with; 500 when it does not answer */
export async function askWorker(settings: WorkerSettings, url: URL, request: WorkerRequest): Promise<WorkerAnswer> {
  let answer: WorkerAnswer
  try {
    answer = await ask(settings, url, request)
  } catch (cause) {
    const message = `The worker at ${url.origin} does not answer: ${(cause as Error).message}`
    throw new RestError(500, `IO Error trying to forward REST request: ${message}`, { cause })
  }
  if (answer.status >= 200 && answer.status < 300) return answer
  if (answer.status >= 400) throw new RestError(answer.status, messageOf(answer.body))
  throw new RestError(500, `Unexpected status code when handling forwarded request: ${answer.status}`)
}

function messageOf(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown }
    if (typeof message === 'string') return message
  } catch {
    // No worker's words: as they are.
  }
  return body
}

async function ask(
  settings: WorkerSettings,
  url: URL,
  { method, body, headers }: WorkerRequest,
): Promise<WorkerAnswer> {
  const options: https.RequestOptions = {
    method,
    timeout: TIMEOUT_MS,
    headers: {
      accept: 'application/json',
      'user-agent': 'kafka-connect',
      ...(body.length > 0 && { 'content-type': 'application/json', 'content-length': body.length }),
      ...headers,
    },
    ...(url.protocol === 'https:' && clientTls((await import('./tls.ts')).tlsOptions(settings))),
  }
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? https : http).request(url, options, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          body: Buffer.concat(chunks).toString(),
          location: response.headers.location,
        }),
      )
    })
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)))
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The same key and trust; whom it talks to is checked in any case. */
const clientTls = ({ requestCert: _, rejectUnauthorized: __, ...own }: https.ServerOptions): https.RequestOptions => own
