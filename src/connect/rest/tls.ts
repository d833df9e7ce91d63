/** The server's key and certificates: PEM in files or in the settings, or PKCS12. Source: Kafka 4.3 `SSLUtils`, KIP-651. */
import fs from 'node:fs'
import type { TlsOptions } from 'node:tls'
import { ConfigError } from '../../config/define.ts'
import type { WorkerSettings } from '../runtime/worker-config.ts'

/** `listeners.https.ssl.*` before `ssl.*`. @throws {ConfigError} */
export function tlsOptions({ given, of }: WorkerSettings): TlsOptions {
  const all: Record<string, string> = { ...given, ...of('listeners.https.') }
  const trust = all['ssl.truststore.certificates'] ?? fileOf(all['ssl.truststore.location'])?.toString()
  const auth = all['ssl.client.auth'] ?? 'none'
  return {
    ...keyOf(all),
    ...(trust !== undefined && { ca: trust }),
    requestCert: auth !== 'none',
    rejectUnauthorized: auth === 'required',
  }
}

function keyOf(all: Record<string, string>): TlsOptions {
  const password = all['ssl.key.password'] ?? all['ssl.keystore.password']
  const passphrase = password === undefined ? {} : { passphrase: password }
  const [key, chain] = [all['ssl.keystore.key'], all['ssl.keystore.certificate.chain']]
  if (key !== undefined && chain !== undefined) return { key, cert: chain, ...passphrase }
  const location = all['ssl.keystore.location']
  const type = (all['ssl.keystore.type'] ?? 'JKS').toUpperCase()
  if (location === undefined)
    throw new ConfigError('ssl.keystore.location', undefined, 'https needs a key: a PEM or PKCS12 file')
  const bytes = fileOf(location)!
  if (type === 'PEM') return { key: bytes, cert: bytes, ...passphrase }
  if (type === 'PKCS12') return { pfx: bytes, ...passphrase }
  throw new ConfigError('ssl.keystore.type', type, 'Only PEM and PKCS12 are here')
}

const fileOf = (path: string | undefined) => (path === undefined ? undefined : fs.readFileSync(path))
