/** bootstrap.servers: `host:port`, comma separated; an IPv6 address in brackets. */
export interface Address {
  host: string
  port: number
}

/** @throws {TypeError} that names what is wrong and what would be right */
export function parseBootstrap(text: string): Address[] {
  const parts = text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
  if (parts.length === 0) throw new TypeError('No bootstrap server is given: name one, such as localhost:9092')
  return parts.map(part => {
    const match = /^(?:[A-Za-z_]+:\/\/)?(\[[0-9a-fA-F:.%]+\]|[^:[\]\s]+):(\d+)$/.exec(part)
    const port = Number(match?.[2])
    if (!match || port < 1 || port > 65535)
      throw new TypeError(
        `Invalid url in bootstrap.servers: ${part}. It must be host:port, with a port of 1 to 65535, such as localhost:9092`,
      )
    return { host: match[1]!.replace(/^\[|\]$/g, ''), port }
  })
}
