/**
 * BasicAuthSecurityRestExtension: names and passwords of a properties file, which a JAAS file names, which KAFKA_OPTS names.
 * Source: KIP-285; Kafka 4.3 `connect.rest.basic.auth.extension`. What workers say to one another passes: it is signed.
 */

import { createHash, timingSafeEqual } from 'node:crypto'
import fs from 'node:fs'
import type { HonoRequest } from 'hono'
import { parseProperties } from '../../config/properties.ts'
import { RestError, SettingsError } from '../errors.ts'
import type { Guard } from './app.ts'

export const BASIC_AUTH = 'org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension'

const internal = [
  ['POST', /^\/connectors\/[^/]+\/tasks\/?$/],
  ['PUT', /^\/connectors\/[^/]+\/fence\/?$/],
] as const

/** @throws {SettingsError} when no file is named, or it cannot be read */
export function basicAuth(env: Readonly<Record<string, string | undefined>>): Guard {
  const users = usersOf(env['KAFKA_OPTS'] ?? '')
  return request => {
    if (internal.some(([method, pattern]) => method === request.method && pattern.test(request.path))) return
    const [user, password] = credentialsOf(request)
    const known = user === undefined ? undefined : users.get(user)
    if (known === undefined || password === undefined || !same(known, password))
      throw new RestError(401, 'User cannot access the resource.')
  }
}

function usersOf(options: string): Map<string, string> {
  const jaas = /-Djava\.security\.auth\.login\.config=(\S+)/.exec(options)?.[1]
  if (!jaas)
    throw new SettingsError(
      'Basic authentication needs KAFKA_OPTS=-Djava.security.auth.login.config=<file>, whose KafkaConnect section names the file of users',
    )
  const section = /KafkaConnect\s*\{([^}]*)\}/.exec(fs.readFileSync(jaas, 'utf8'))?.[1] ?? ''
  const file = /\bfile\s*=\s*"([^"]+)"/.exec(section)?.[1]
  if (!file) throw new SettingsError(`${jaas} has no KafkaConnect section with file="..."`)
  return parseProperties(fs.readFileSync(file, 'utf8'))
}

function credentialsOf(request: HonoRequest): [string?, string?] {
  const match = /^Basic\s+(\S+)$/i.exec(request.header('authorization') ?? '')
  if (!match) return []
  const text = Buffer.from(match[1]!, 'base64').toString()
  const colon = text.indexOf(':')
  return colon < 0 ? [] : [text.slice(0, colon), text.slice(colon + 1)]
}

/** In the same time, however much of it is right. */
const same = (a: string, b: string) =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
