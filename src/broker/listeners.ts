/**
 * Where the broker listens, and what address it tells its clients.
 * Source: Kafka's `listeners`, `advertised.listeners`, `listener.security.protocol.map`, `controller.listener.names`.
 *
 * A client is told the address it connected to, unless `advertised.listeners` says otherwise for its listener: so port 0, a
 * second network card and a forwarded port all work without settings. Kafka tells one fixed address, the host's name.
 * Not here: TLS and SASL; a controller's listener, for the controller lives in this process.
 */
import { ListenError } from '../net/server.ts'

export interface Endpoint {
  host: string
  port: number
}

export interface Listener {
  name: string
  /** Undefined: every address of this machine. */
  host: string | undefined
  /** 0: any free port. */
  port: number
}

export interface ListenerConfig {
  listeners: readonly string[]
  'advertised.listeners': readonly string[] | null
  'listener.security.protocol.map': string
  'controller.listener.names': readonly string[]
}

export interface Listeners {
  listeners: Listener[]
  /** By the name of a listener. */
  advertised: ReadonlyMap<string, Endpoint>
  /** Where other nodes would find the controller. Nothing listens there, but it is written down, as Kafka does. */
  controller: Endpoint & { name: string }
}

/** Stands for all addresses of this machine, and for none that somebody could connect to. */
export const anyAddress = (host: string) => host === '0.0.0.0' || host === '::'

/** `host:port`, with the brackets that an IPv6 address needs. */
export const joined = (host: string, port: number) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)

/** @throws {ListenError} when a listener cannot be read, is named twice, or asks for what is not served */
export function readListeners(config: ListenerConfig): Listeners {
  const controllers = new Set(config['controller.listener.names'])
  const listeners = config.listeners
    .map(text => readListener(text, 'listeners'))
    .filter(({ name }) => !controllers.has(name))
  if (listeners.length === 0)
    throw new ListenError(
      `listeners=${config.listeners.join(',')} has none for clients. Add one, such as PLAINTEXT://:9092`,
    )
  const protocols = readProtocols(config['listener.security.protocol.map'])
  const names = new Set<string>()
  for (const { name } of listeners) {
    if (names.has(name)) throw new ListenError(`listeners names ${name} twice: give the second a name of its own`)
    names.add(name)
    const protocol = protocols.get(name)
    if (protocol === undefined)
      throw new ListenError(`Listener ${name} has no protocol: add ${name}:PLAINTEXT to listener.security.protocol.map`)
    if (protocol !== 'PLAINTEXT')
      throw new ListenError(`Listener ${name} is to speak ${protocol}; only PLAINTEXT is served yet`)
  }
  return { listeners, advertised: readAdvertised(config, names, controllers), controller: readController(config) }
}

/** Advertised, or listened at, or where Kafka's own files have it. */
function readController(config: ListenerConfig): Endpoint & { name: string } {
  const name = config['controller.listener.names'][0] ?? 'CONTROLLER'
  const found = [
    ...(config['advertised.listeners'] ?? []).map(text => readListener(text, 'advertised.listeners')),
    ...config.listeners.map(text => readListener(text, 'listeners')),
  ].find(listener => listener.name === name)
  const host = found?.host === undefined || anyAddress(found.host) ? 'localhost' : found.host
  return { name, host, port: found?.port ?? 9093 }
}

function readAdvertised(config: ListenerConfig, names: ReadonlySet<string>, controllers: ReadonlySet<string>) {
  const advertised = new Map<string, Endpoint>()
  for (const text of config['advertised.listeners'] ?? []) {
    const { name, host, port } = readListener(text, 'advertised.listeners')
    if (controllers.has(name)) continue
    if (!names.has(name))
      throw new ListenError(`advertised.listeners has ${name}, and listeners has not. It has ${[...names].join(', ')}`)
    if (host === undefined || anyAddress(host))
      throw new ListenError(
        `advertised.listeners has ${text}: clients cannot connect to that. Give a host name or an address`,
      )
    advertised.set(name, { host, port })
  }
  return advertised
}

/** `NAME://host:port`, `NAME://:port`, `NAME://[::1]:port` */
function readListener(text: string, config: string): Listener {
  const match = /^([A-Za-z0-9_.-]+):\/\/(?:\[([0-9a-fA-F:.%a-z]+)\]|([^:[\]/]*)):(\d{1,5})$/.exec(text.trim())
  const port = Number(match?.[4])
  if (match === null || port > 65_535)
    throw new ListenError(
      `${config} has ${JSON.stringify(text)}, which is not NAME://host:port, such as PLAINTEXT://:9092`,
    )
  const host = match[2] ?? match[3]
  return { name: match[1]!.toUpperCase(), host: host === '' ? undefined : host, port }
}

const readProtocols = (map: string): Map<string, string> =>
  new Map(
    map
      .split(',')
      .map(pair => pair.trim().split(':'))
      .filter((pair): pair is [string, string] => pair.length === 2)
      .map(([name, protocol]) => [name.toUpperCase(), protocol.toUpperCase()]),
  )
