/**
 * Bytes on the disk that cannot be what was written: for the operator. The directory they are in goes offline; the rest of
 * the broker works.
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
