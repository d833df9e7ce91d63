/** A broken assumption of ours. It is a bug, never an answer: the process stops. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError'
}

/** Stop when `condition` does not hold; `message` says which promise was broken, with the values. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message)
}

/** The branch that types say cannot be reached. */
export function unreachable(value: never): never {
  throw new AssertionError(`Unreachable: ${JSON.stringify(value)}`)
}
