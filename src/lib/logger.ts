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
}

const levels: Record<Level, number> = { debug: 0, info: 1, warn: 2, error: 3 }

export function createLogger(options: {
  write: (line: string) => void
  level?: Level
  name?: string
  now?: () => number
}): Logger {
  const threshold = levels[options.level ?? 'info']
  const now = options.now ?? Date.now
  const build = (name: string): Logger => {
    const log = (level: Level, message: string) => {
      if (levels[level] < threshold) return
      const time = new Date(now()).toISOString().replace('T', ' ').replace('.', ',').replace('Z', '')
      options.write(`[${time}] ${level.toUpperCase()} ${name ? `[${name}] ` : ''}${message}\n`)
    }
    return {
      debug: message => log('debug', message),
      info: message => log('info', message),
      warn: message => log('warn', message),
      error: (message, cause) => log('error', cause === undefined ? message : `${message}\n${stackOf(cause)}`),
      child: child => build(name ? `${name}.${child}` : child),
    }
  }
  return build(options.name ?? '')
}

const stackOf = (cause: unknown) => (cause instanceof Error ? (cause.stack ?? String(cause)) : String(cause))

/** Says nothing: the default of whatever is embedded in somebody's program. */
export const silentLogger: Logger = createLogger({ write: () => {}, level: 'error' })
