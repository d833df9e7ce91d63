/**
 * A flag, said once: its names, its value's type, its help. The static type of what a command receives, the parser, the
 * help, completion and the test against Kafka's own tools all read the same entry.
 * Built on commander's Option; two things differ: `--no-x` is a name like any other, and names may hold dots
 * (`--producer.config`).
 */
import { InvalidArgumentError, Option } from 'commander'

export class Flag<T> extends Option {
  /** Never there at run time: carries the type of the value to `Values`. */
  declare readonly type: T
  /** May be given more than once; otherwise a second one is refused, as joptsimple does. */
  many = false
  /** No beginning of its name stands for it. */
  whole = false
  /** The flag to use instead, when Kafka has renamed it (KIP-1147) or dropped it. */
  instead: string | undefined

  constructor(names: string, doc: string) {
    super(names, doc)
    this.negate = false
  }

  override name(): string {
    return this.long!.replace(/^--/, '')
  }

  override attributeName(): string {
    return this.name()
  }

  get takesValue(): boolean {
    return this.required || this.optional
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a table of flags of any types
export type Flags = Record<string, Flag<any>>
/** What a command receives: one value a flag, under the table's key. */
export type Values<F extends Flags> = { readonly [K in keyof F]: F[K] extends Flag<infer T> ? T : never }

/** `--list`: there or not. */
export const toggle = (names: string, doc: string): Flag<boolean> => new Flag<boolean>(names, doc).default(false)

/** `--topic <name>`: any text. */
export const text = (names: string, doc: string): Flag<string | undefined> => new Flag(names, doc)

/** One of some words. */
export const word = <W extends string>(names: string, doc: string, words: readonly W[]): Flag<W | undefined> =>
  new Flag<W | undefined>(names, doc).choices(words)

const INT = { min: -(2 ** 31), max: 2 ** 31 - 1 }
const LONG = { min: -(2 ** 63), max: 2 ** 63 }

/** A Java int. */
export const integer = (names: string, doc: string): Flag<number | undefined> => number(names, doc, INT)

/** A Java long. Beyond 2^53 it is the nearest double: such values mean "for ever" or "no limit". */
export const long = (names: string, doc: string): Flag<number | undefined> => number(names, doc, LONG)

function number(names: string, doc: string, range: { min: number; max: number }): Flag<number | undefined> {
  return new Flag<number | undefined>(names, doc).argParser(value => {
    const parsed = Number(value)
    if (!/^[+-]?\d+$/.test(value) || parsed < range.min || parsed > range.max)
      throw new InvalidArgumentError(`"${value}" is not a whole number${range === INT ? ' of 32 bits' : ''}`)
    return parsed
  })
}

export const decimal = (names: string, doc: string): Flag<number | undefined> =>
  new Flag<number | undefined>(names, doc).argParser(value => {
    const parsed = Number(value)
    if (value.trim() === '' || Number.isNaN(parsed)) throw new InvalidArgumentError(`"${value}" is not a number`)
    return parsed
  })

/** May be given again and again: the values in their order. */
export function many<T>(flag: Flag<T | undefined>): Flag<readonly T[]> {
  const parseOne = flag.parseArg as ((value: string, previous: unknown) => T) | undefined
  const list = flag as unknown as Flag<readonly T[]>
  list.many = true
  const none: readonly T[] = []
  return list.default(none).argParser<readonly T[]>((value, previous) => {
    const one = parseOne ? parseOne(value, undefined) : (value as T)
    return [...previous, one]
  })
}

/** With a value when it is not given. */
export const or = <T>(flag: Flag<T | undefined>, value: T): Flag<T> => (flag as Flag<T>).default(value)

/** Refused without. */
export const required = <T>(flag: Flag<T | undefined>): Flag<T> => (flag as Flag<T>).makeOptionMandatory()

/** An old name that Kafka still takes, with a word about the new one. */
export function deprecated<T>(flag: Flag<T>, instead: string): Flag<T> {
  flag.instead = instead
  return flag.hideHelp()
}

/** Written out also where the beginning of a name is enough: what it began with belongs to flags of Kafka. */
export function whole<T>(flag: Flag<T>): Flag<T> {
  flag.whole = true
  return flag
}

/** `--state [list]`: alone it is true. */
export const optional = (names: string, doc: string): Flag<string | true | undefined> => new Flag(names, doc)
