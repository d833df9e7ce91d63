/** CORS, and headers that the settings ask for. Source: Kafka 4.3 `RestServer` (Jetty's CrossOriginFilter and HeaderFilter). */
import type { HonoRequest } from 'hono'
import { ConfigError } from '../../config/define.ts'
import type { CommonConfig } from '../runtime/worker-config.ts'

const RULE = /^(set|add|setDate|addDate)\s+([^:\s]+)\s*:\s*(.*)$/

/** @throws {ConfigError} for a rule that cannot be */
export function responseHeaders(config: CommonConfig): (request: HonoRequest) => Record<string, string> {
  const rules = rulesOf(config['response.http.headers.config'])
  const origins = config['access.control.allow.origin']
    .split(',')
    .map(each => each.trim())
    .filter(Boolean)
  const methods = config['access.control.allow.methods'] || 'GET,POST,HEAD'
  return request => {
    const headers: Record<string, string> = {}
    for (const { name, value, isDate } of rules) headers[name] = isDate ? dateIn(Number(value)) : value
    const origin = request.header('origin')
    if (origin && (origins.includes('*') || origins.includes(origin))) {
      headers['access-control-allow-origin'] = origin
      headers['access-control-allow-credentials'] = 'true'
      if (request.method === 'OPTIONS') headers['access-control-allow-methods'] = methods
    }
    return headers
  }
}

/** Milliseconds from now. */
const dateIn = (ms: number) => new Date(Date.now() + ms).toUTCString()

function rulesOf(text: string): { name: string; value: string; isDate: boolean }[] {
  const parts = text.match(/"[^"]*"|[^,]+/g) ?? []
  return parts
    .map(part => part.trim().replace(/^"|"$/g, ''))
    .filter(Boolean)
    .map(part => {
      const match = RULE.exec(part)
      if (!match)
        throw new ConfigError('response.http.headers.config', part, 'A rule is "[set|add|setDate|addDate] name: value"')
      return { name: match[2]!.toLowerCase(), value: match[3]!, isDate: match[1]!.endsWith('Date') }
    })
}
