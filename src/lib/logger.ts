/**
 * One line an event: `[2026-11-21 04:05:06,789] INFO [net] Closed a connection ...`, the shape of Kafka's own log.
 * Not here: rotation and JSON; a service manager does the first, and lines this plain need no pretty printer.
 */
export type Level = 'debug' | 'info' | 'warn' | 'error'

export interface Logger {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  /** `cause` adds its stack: for bugs and broken disks, not for a client's mistakes. */
  error(message: string, cause?: unknown): void
  /** The same logger under a more exact name. */
  child(name: string): Logger
  /** Every logger of this family that has spoken or could, with the level in force. The first of them is `root`. */
  readonly levels: ReadonlyMap<string, LevelName>
  /** From now on `name`, and what is below it and has no level of its own, says this much. Undefined: as what is above it. */
  setLevel(name: string, level: LevelName | undefined): void
}

export const ROOT = 'root'

/** As log4j names them: what people type. */
const thresholds = { TRACE: 0, DEBUG: 0, INFO: 1, WARN: 2, ERROR: 3, FATAL: 4 } as const
export type LevelName = keyof typeof thresholds
export const levelNames = Object.keys(thresholds).sort() as LevelName[]
const numbers: Record<Level, number> = { debug: 0, info: 1, warn: 2, error: 3 }

export function createLogger(options: {
  write: (line: string) => void
  level?: Level
  name?: string
  now?: () => number
}): Logger {
  const now = options.now ?? Date.now
  const first = (options.level ?? 'info').toUpperCase() as LevelName
  const names = new Set([ROOT])
  const own = new Map<string, LevelName>([[ROOT, first]])
  const levelOf = (name: string): LevelName => {
    for (let each = name; each !== ''; each = each.slice(0, Math.max(0, each.lastIndexOf('.')))) {
      const level = own.get(each)
      if (level) return level
    }
    return own.get(ROOT)!
  }
  const build = (name: string): Logger => {
    if (name) names.add(name)
    const log = (level: Level, message: string) => {
      if (numbers[level] < thresholds[levelOf(name)]) return
      const time = new Date(now()).toISOString().replace('T', ' ').replace('.', ',').replace('Z', '')
      options.write(`[${time}] ${level.toUpperCase()} ${name ? `[${name}] ` : ''}${message}\n`)
    }
    return {
      debug: message => log('debug', message),
      info: message => log('info', message),
      warn: message => log('warn', message),
      error: (message, cause) => log('error', cause === undefined ? message : `${message}\n${stackOf(cause)}`),
      child: child => build(name ? `${name}.${child}` : child),
      get levels() {
        return new Map([...names].map(each => [each, levelOf(each)]))
      },
      setLevel(each, level) {
        if (level === undefined) own.delete(each)
        else own.set(each, level)
      },
    }
  }
  return build(options.name ?? '')
}

const stackOf = (cause: unknown) => (cause instanceof Error ? (cause.stack ?? String(cause)) : String(cause))

/** Says nothing: the default of whatever is embedded in somebody's program. */
export const silentLogger: Logger = createLogger({ write: () => {}, level: 'error' })
