/** `http://host:port` in settings, and the address that other workers use. Source: Kafka 4.3 `RestServer.advertisedUrl`. */
import os from 'node:os'
import { ConfigError } from '../../config/define.ts'
import type { CommonConfig } from '../runtime/worker-config.ts'

export interface Listener {
  readonly protocol: 'http' | 'https'
  /** Undefined: all addresses. */
  readonly host: string | undefined
  readonly port: number
}

/** @throws {ConfigError} */
export function listenersOf(name: string, texts: readonly string[]): Listener[] {
  return texts.map(text => {
    const match = /^(https?):\/\/(\[[^\]]*\]|[^:/]*):(\d+)\/?$/i.exec(text.trim())
    const port = Number(match?.[3])
    if (!match || port > 65535)
      throw new ConfigError(name, text, 'Listener must be http://host:port or https://host:port, such as http://:8083')
    const host = match[2]!.replace(/^\[|\]$/g, '')
    return {
      protocol: match[1]!.toLowerCase() as 'http' | 'https',
      host: host === '' || host === '0.0.0.0' ? undefined : host,
      port,
    }
  })
}

/** rest.advertised.* before what is listened on. */
export function advertised(config: CommonConfig, listeners: readonly Listener[]): string {
  const wanted = config['rest.advertised.listener']?.toLowerCase()
  const listener = listeners.find(({ protocol }) => protocol === wanted) ?? listeners[0]!
  const host = config['rest.advertised.host.name'] || listener.host || address()
  const port = config['rest.advertised.port'] ?? listener.port
  return `${wanted ?? listener.protocol}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Of this machine, as others may know it. */
function address(): string {
  const all = Object.values(os.networkInterfaces()).flatMap(each => each ?? [])
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? 'localhost'
}
