/** The arguments of a command of a play: `name=value`, each of which somebody must read, so that a misspelt one is found. */
import { DAYS, HOURS, MINUTES, SECONDS } from '../../src/lib/units.ts'

const units: Readonly<Record<string, number>> = { ms: 1, s: SECONDS, m: MINUTES, h: HOURS, d: DAYS }

export class Args {
  readonly #values: ReadonlyMap<string, string>
  readonly #unread: Set<string>

  private constructor(values: ReadonlyMap<string, string>) {
    this.#values = values
    this.#unread = new Set(values.keys())
  }

  /** `broker start id=1` is the verb `broker start` and an argument; `clock advance 45s` has the argument ``. */
  static read(line: string, isVerb: (words: string) => boolean): { words: string; args: Args } {
    const words: string[] = []
    const values = new Map<string, string>()
    for (const part of line.trim().split(/\s+/)) {
      const at = part.indexOf('=')
      if (at > 0) values.set(part.slice(0, at), part.slice(at + 1))
      else if (!isVerb(words.join(' ')) && words.length < 2) words.push(part)
      else values.set('', part)
    }
    return { words: words.join(' '), args: new Args(values) }
  }

  /** @throws {Error} when it is not given and there is no default */
  text(name: string, otherwise?: string): string {
    this.#unread.delete(name)
    const value = this.#values.get(name) ?? otherwise
    if (value === undefined) throw new Error(`${name}= is missing`)
    return value
  }

  optional(name: string): string | null {
    this.#unread.delete(name)
    return this.#values.get(name) ?? null
  }

  number(name: string, otherwise?: number): number {
    const value = Number(this.text(name, otherwise === undefined ? undefined : String(otherwise)))
    if (!Number.isInteger(value)) throw new Error(`${name}= is no number: ${this.#values.get(name)}`)
    return value
  }

  /** `45s`, `5m`, `250ms`. */
  duration(name: string, otherwise?: string): number {
    const text = this.text(name, otherwise)
    const [, amount, unit = ''] = /^(\d+)([a-z]+)$/.exec(text) ?? []
    if (amount === undefined || units[unit] === undefined) throw new Error(`${text} is no duration: 45s, 5m and 2h are`)
    return Number(amount) * units[unit]
  }

  /** `a,b`; empty when it is not given. */
  list(name: string, otherwise = ''): string[] {
    return this.text(name, otherwise).split(',').filter(Boolean)
  }

  /** `orders-0,orders-1`, by topic. */
  partitions(name: string): Map<string, number[]> | undefined {
    const text = this.optional(name)
    return text === null ? undefined : partitionsOf(text.split(','))
  }

  /** Whatever has a dot in its name: settings. */
  settings(): Record<string, string> {
    const found: Record<string, string> = {}
    for (const [name, value] of this.#values)
      if (name.includes('.')) {
        found[name] = value
        this.#unread.delete(name)
      }
    return found
  }

  demandAllRead(line: string): void {
    if (this.#unread.size > 0) throw new Error(`${line}: nobody reads ${[...this.#unread].join(', ')}`)
  }
}

/** `orders-0` and `orders-1` by topic. */
export function partitionsOf(names: readonly string[]): Map<string, number[]> {
  const topics = new Map<string, number[]>()
  for (const name of names.filter(Boolean)) {
    const dash = name.lastIndexOf('-')
    const topic = name.slice(0, dash)
    topics.set(topic, [...(topics.get(topic) ?? []), Number(name.slice(dash + 1))])
  }
  return topics
}
