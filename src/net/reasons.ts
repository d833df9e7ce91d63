/**
 * Why there is no connection, for whoever wanted one: the system's words for it are in no dictionary, and what answers at a
 * wrong port is told by its first bytes. The code stays in brackets, for search engines and scripts.
 */
import { FrameError } from './frame.ts'
import { recognise } from './nonsense.ts'

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host is known',
  EAI_AGAIN: 'the name servers do not answer for this host',
  EHOSTUNREACH: 'no way leads to this host',
  ENETUNREACH: 'no way leads to its network',
  ETIMEDOUT: 'the host does not answer',
  ECONNRESET: 'the other side broke the connection off',
  EPIPE: 'the other side had closed the connection',
}

/** Node tries every address of a name, and puts their errors into one that says nothing itself. */
export function reasonOf(error: Error): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(each => reasonOf(each as Error)))].join(', ')
  const { code = '' } = error as NodeJS.ErrnoException
  const reason = reasons[code]
  return reason === undefined ? error.message : `${reason} (${code})`
}

const TLS_ALERT = 0x15
const TLS_HANDSHAKE = 0x16
const SSL_MAJOR_VERSION = 3

/** A TLS record as the first answer would be a frame of 350 MB, which nobody sends. */
export const isTls = (start: Buffer): boolean =>
  (start[0] === TLS_ALERT || start[0] === TLS_HANDSHAKE) && start[1] === SSL_MAJOR_VERSION

export const SPEAKS_TLS = "it speaks TLS, and only plain text is here: name a PLAINTEXT listener's address"

/** What answers, when it is no broker. */
export function strangerOf(error: Error): string {
  if (!(error instanceof FrameError)) return error.message
  if (/^HTTP\/\d/.test(error.start.toString('latin1'))) return 'it answers in HTTP, as a web server does'
  return recognise(error.start).explanation
}
