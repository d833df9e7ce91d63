/** Longer than the slowest machine takes for what is to come; who waits in vain knows for what. */
const PATIENCE_MS = 30_000

export async function until(what: string, holds: () => unknown, timeoutMs = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not come about within ${timeoutMs} ms that ${what}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
