/**
 * Waiting, for a clock whose timers do not keep a process alive: whoever awaits a client is still at work, so the process
 * stays until the wait is over.
 */
import type { Clock, Timer } from '../lib/clock.ts'

/** Long enough that it never fires in earnest. */
const FAR_MS = 2 ** 30

/** Resolve after `delayMs`; the process stays meanwhile. */
export const pause = (clock: Clock, delayMs: number): Promise<void> => {
  if (delayMs <= 0) return Promise.resolve()
  return new Promise(resolve => {
    const release = hold()
    clock.after(delayMs, () => {
      release()
      resolve()
    })
  })
}

/** Keep the process alive until the function that comes back is called. */
export function hold(): () => void {
  const interval = setInterval(() => {}, FAR_MS)
  return () => clearInterval(interval)
}

/** Something that is waited for by several, for a time at most: `wait` resolves at the next `ring`, or when the time is over. */
export class Bell {
  #waiting = new Set<() => void>()

  ring(): void {
    if (this.#waiting.size === 0) return
    const waiting = this.#waiting
    this.#waiting = new Set()
    for (const wake of waiting) wake()
  }

  /** @returns whether it rang */
  wait(clock: Clock, timeoutMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    if (timeoutMs <= 0) return Promise.resolve(false)
    return new Promise(resolve => {
      const release = hold()
      let timer: Timer | undefined
      const wake = () => {
        timer?.cancel()
        release()
        resolve(true)
      }
      this.#waiting.add(wake)
      if (timeoutMs < FAR_MS)
        timer = clock.after(timeoutMs, () => {
          this.#waiting.delete(wake)
          release()
          resolve(false)
        })
    })
  }
}

/** @returns whether `work` was over before `timeoutMs` was; it goes on all the same */
export async function within(clock: Clock, work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  if (timeoutMs >= FAR_MS) {
    await work
    return true
  }
  const release = hold()
  let timer: Timer | undefined
  const late = new Promise<false>(resolve => {
    timer = clock.after(Math.max(0, timeoutMs), () => resolve(false))
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    timer?.cancel()
    release()
  }
}
