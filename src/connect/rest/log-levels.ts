/**
 * Levels of loggers that change while the worker runs: of one, and of all under it. Source: KIP-495, KIP-976; Kafka 4.3 `Loggers`.
 */
import { createLogger, type LevelName, type Logger, ROOT } from '../../lib/logger.ts'

/** Kafka's names, and what that is here. */
const levels: Readonly<Record<string, LevelName>> = {
  OFF: 'FATAL',
  FATAL: 'FATAL',
  ERROR: 'ERROR',
  WARN: 'WARN',
  INFO: 'INFO',
  DEBUG: 'DEBUG',
  TRACE: 'TRACE',
  ALL: 'TRACE',
}

export interface LoggerLevel {
  level: string
  last_modified: number | null
}

export interface LogLevelsOptions {
  readonly write: (line: string) => void
  readonly name: string
  readonly level: string
  readonly now?: () => number
}

export const isLevel = (name: string): boolean => name.toUpperCase() in levels

export class LogLevels {
  /** The first of the family: named as it was asked for. */
  readonly logger: Logger
  readonly #set = new Map<string, LoggerLevel>()
  readonly #now: () => number

  constructor({ write, name, level, now = Date.now }: LogLevelsOptions) {
    this.logger = createLogger({ write, name })
    this.#now = now
    this.#set.set(ROOT, { level, last_modified: null })
    this.logger.setLevel(ROOT, levels[level])
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
    return this.#set.get(name) ?? (this.logger.levels.has(name) ? this.#levelOf(name) : undefined)
  }

  all(): Record<string, LoggerLevel> {
    const names = [...new Set([...this.logger.levels.keys(), ...this.#set.keys()])].sort()
    return Object.fromEntries(names.map(name => [name, this.get(name)!]))
  }

  /** @returns the names of those that are another now: it, and all under it */
  set(name: string, level: string): string[] {
    const now: LoggerLevel = { level: level.toUpperCase(), last_modified: this.#now() }
    const isUnder = (other: string) => name === ROOT || other === name || other.startsWith(`${name}.`)
    const affected = [...new Set([name, ...this.logger.levels.keys(), ...this.#set.keys()])].filter(isUnder).sort()
    const changed = affected.filter(each => this.#levelOf(each).level !== now.level)
    for (const each of changed) {
      this.#set.set(each, now)
      this.logger.setLevel(each, levels[now.level])
    }
    return changed
  }
}
