/**
 * Bytes on the disk that cannot be what was written: for the operator. Who reads them gets an error; the rest of the broker
 * works.
 */
export class CorruptLogError extends Error {
  override readonly name = 'CorruptLogError'
  readonly path: string
  readonly position: number

  constructor(path: string, position: number, message: string, options?: ErrorOptions) {
    super(`${path} at byte ${position}: ${message}`, options)
    this.path = path
    this.position = position
  }
}

/** EIO, ENOSPC, ENOENT: Node's errors name the call. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'

/** A person, or another program, was at the files of one partition; or the process has too many files open. */
const ofOnePartition: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EEXIST',
  'EISDIR',
  'ENOTEMPTY',
  'EMFILE',
  'ENFILE',
])

/** The disk itself has failed, is full, or is not ours to write: nothing in the directory is safe any more. */
export const isDiskFault = (error: unknown): error is NodeJS.ErrnoException =>
  isSystemError(error) && !ofOnePartition.has(error.code)
