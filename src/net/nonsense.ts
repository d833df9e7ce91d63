/**
 * What it probably was that knocked at a Kafka port and did not speak Kafka: said in one log line to the operator, and to
 * a browser in a page. Recognised by the first bytes, which are no size of a frame that anyone accepts.
 */
const httpVerbs = /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE|PRI) /
const TLS_HANDSHAKE = 0x16
const SSL_MAJOR_VERSION = 3

export interface Nonsense {
  kind: 'http' | 'tls' | 'text' | 'bytes'
  /** Goes after "closed the connection of x: ". */
  explanation: string
}

/** @param start the first bytes received, and no more than a few dozen are needed */
export function recognise(start: Buffer): Nonsense {
  const text = start.toString('latin1')
  if (httpVerbs.test(text))
    return {
      kind: 'http',
      explanation: `it sent an HTTP request (${JSON.stringify(firstLine(text))}), and this port speaks Kafka's protocol`,
    }
  if (start[0] === TLS_HANDSHAKE && start[1] === SSL_MAJOR_VERSION)
    return {
      kind: 'tls',
      explanation:
        'it began a TLS handshake, and this listener is plain text. Set security.protocol=PLAINTEXT at the client, or connect to a TLS listener',
    }
  if (/^[\x20-\x7e\r\n\t]{4,}$/.test(text))
    return { kind: 'text', explanation: `it sent text (${JSON.stringify(firstLine(text))}), not Kafka's protocol` }
  return {
    kind: 'bytes',
    explanation: `its first bytes (${start.subarray(0, 16).toString('hex')}) are not Kafka's protocol`,
  }
}

/** The whole HTTP answer for somebody who opened a Kafka port in a browser or with curl. */
export function httpAnswer(address: string): Buffer {
  const page = `This is a Kafka port. It speaks Kafka's own binary protocol, so a browser, curl or an HTTP health check
cannot talk to it.

Point a Kafka client at it:    bootstrap.servers=${address}
or try in a terminal:          tskafka topics --bootstrap-server ${address} --list
A health check needs only to open the port, or to run the line above.
`
  return Buffer.from(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(page)}\r\nConnection: close\r\n\r\n${page}`,
  )
}

const firstLine = (text: string) => text.split(/[\r\n]/, 1)[0]!.slice(0, 60)
