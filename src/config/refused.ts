/** A change of settings that cannot be; `reason` is the protocol's name for it. */
export class RefusedChange extends Error {
  override readonly name = 'RefusedChange'
  readonly reason: 'INVALID_CONFIG' | 'INVALID_REQUEST'

  constructor(reason: RefusedChange['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
