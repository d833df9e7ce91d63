/**
 * Levels of loggers that change while the worker runs: of one, and of all under it. Source: KIP-495, KIP-976; Kafka 4.3 `Loggers`.
 */
import { createLogger, type Level, type Logger } from '../../lib/logger.ts'

/** Kafka's names; what is between ours is the next one that says less. */
const levels: Readonly<Record<string, { rank: number; level: Level | undefined }>> = {
  OFF: { rank: 6, level: undefined },
  FATAL: { rank: 5, level: undefined },
  ERROR: { rank: 4, level: 'error' },
  WARN: { rank: 3, level: 'warn' },
  INFO: { rank: 2, level: 'info' },
  DEBUG: { rank: 1, level: 'debug' },
  TRACE: { rank: 0, level: 'debug' },
  ALL: { rank: 0, level: 'debug' },
}
const ranks: Readonly<Record<Level, number>> = { debug: 1, info: 2, warn: 3, error: 4 }

export interface LoggerLevel {
  level: string
  last_modified: number | null
}

export const isLevel = (name: string): boolean => name.toUpperCase() in levels

const ROOT = 'root'

export class LogLevels {
  readonly #set = new Map<string, LoggerLevel>()
  /** Loggers that somebody uses. */
  readonly #known = new Set<string>()
  readonly #effective = new Map<string, number>()
  readonly #now: () => number

  constructor(level = 'INFO', now: () => number = Date.now) {
    this.#set.set(ROOT, { level, last_modified: null })
    this.#now = now
  }

  /** A logger that asks here at each line. */
  logger(write: (line: string) => void, name = ''): Logger {
    const base = createLogger({ write, level: 'debug', name })
    return this.#wrap(base, name)
  }

  #wrap(base: Logger, name: string): Logger {
    if (name) this.#known.add(name)
    const passes = (level: Level) => ranks[level] >= this.#rankOf(name)
    return {
      debug: message => passes('debug') && base.debug(message),
      info: message => passes('info') && base.info(message),
      warn: message => passes('warn') && base.warn(message),
      error: (message, cause) => passes('error') && base.error(message, cause),
      child: child => this.#wrap(base.child(child), name ? `${name}.${child}` : child),
      levels: base.levels,
      setLevel: (name, level) => base.setLevel(name, level),
    }
  }

  #rankOf(name: string): number {
    let rank = this.#effective.get(name)
    if (rank === undefined) {
      rank = levels[this.#levelOf(name).level]!.rank
      this.#effective.set(name, rank)
    }
    return rank
  }

  /** Its own, or that of the nearest above it. */
  #levelOf(name: string): LoggerLevel {
    for (let at = name; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
      const found = this.#set.get(at)
      if (found) return found
    }
    return this.#set.get(ROOT)!
  }

  get(name: string): LoggerLevel | undefined {
    return this.#set.get(name) ?? (this.#known.has(name) ? this.#levelOf(name) : undefined)
  }

  all(): Record<string, LoggerLevel> {
    const names = [...new Set([...this.#known, ...this.#set.keys()])].sort()
    return Object.fromEntries(names.map(name => [name, this.get(name)!]))
  }

  /** @returns the names of those that are another now: it, and all under it */
  set(name: string, level: string): string[] {
    const now: LoggerLevel = { level: level.toUpperCase(), last_modified: this.#now() }
    const isUnder = (other: string) => name === ROOT || other === name || other.startsWith(`${name}.`)
    const affected = [...new Set([name, ...this.#known, ...this.#set.keys()])].filter(isUnder).sort()
    const changed = affected.filter(each => this.#levelOf(each).level !== now.level)
    for (const each of changed) this.#set.set(each, now)
    this.#effective.clear()
    return changed
  }
}
