/** A SCRAM credential as it is stored: keys made from the salted password, which is not kept. Source: RFC 5802; KIP-554. */
import type crypto from 'node:crypto'
import { lazily } from '../lib/load.ts'

const node = lazily<typeof crypto>('node:crypto')

/** By number. */
export const scramHashes: Readonly<Record<number, string>> = { 1: 'sha256', 2: 'sha512' }
export const ITERATIONS_MIN = 4096
export const ITERATIONS_MAX = 16_384
/** The metadata.version. Source: Kafka 4.3 `MetadataVersion.isScramSupported`. */
export const SCRAM_SINCE = 11

export interface SaltedPassword {
  name: string
  mechanism: number
  salt: Buffer
  saltedPassword: Buffer
  iterations: number
}

/** The fields of a UserScramCredentialRecord. */
export interface Credential {
  name: string
  mechanism: number
  salt: Buffer
  storedKey: Buffer
  serverKey: Buffer
  iterations: number
}

/** @param given of a mechanism that `scramHashes` knows */
export function credentialOf({ name, mechanism, salt, saltedPassword, iterations }: SaltedPassword): Credential {
  const hash = scramHashes[mechanism]!
  const hmac = (text: string) => node().createHmac(hash, saltedPassword).update(text).digest()
  const storedKey = node().createHash(hash).update(hmac('Client Key')).digest()
  return { name, mechanism, salt, storedKey, serverKey: hmac('Server Key'), iterations }
}
