/**
 * A flavoured type: a plain value may flow in, but two flavours of the same base cannot change places.
 *
 * @example type Offset = Brand<number, 'Offset'>; type Epoch = Brand<number, 'Epoch'>
 */
export type Brand<Base, Name extends string> = Base & { readonly __brand?: Name }
