/**
 * `--template`: lines with fields that are made up, `{"id":"{{uuid}}","amount":{{int 1 100}}}`. What a seed repeats, it repeats
 * byte for byte, but for the time. Words with spaces stand in quotes: `{{choice "New York" Oslo}}`.
 */
import type { Clock } from '../../lib/clock.ts'
import type { Random } from '../../lib/random.ts'
import { nearest, UsageError } from '../usage-error.ts'

export interface TemplateWorld {
  random: Random
  clock: Clock
}
/** The text of a field, of the record with this number, from 0. */
type Make = (index: number) => string

interface Field {
  takes: string
  /** How many words it takes at least, and at most. */
  words: readonly [number, number]
  make: (words: readonly string[], world: TemplateWorld) => Make
}

const firstNames = [
  'Ada',
  'Alan',
  'Barbara',
  'Edsger',
  'Grace',
  'Hedy',
  'Ines',
  'Jun',
  'Kenji',
  'Mina',
  'Noor',
  'Olu',
  'Rosa',
  'Seo-yeon',
  'Tariq',
  'Yuki',
]
const lastNames = [
  'Adeyemi',
  'Berg',
  'Costa',
  'Dubois',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ito',
  'Kim',
  'Lopez',
  'Mori',
  'Novak',
  'Okafor',
  'Park',
  'Silva',
]
const words = [
  'amber',
  'birch',
  'cloud',
  'delta',
  'ember',
  'fjord',
  'grove',
  'harbor',
  'island',
  'juniper',
  'lake',
  'meadow',
  'north',
  'orchard',
  'pine',
  'river',
]

/** Of made-up letters: a record's usual limit. */
const LONGEST = 1_048_576

const one = <T>({ random }: TemplateWorld, of: readonly T[]): T => of[random.below(of.length)]!
const fraction = ({ random }: TemplateWorld) => random.below(2 ** 31) / 2 ** 31
const letters =
  (alphabet: string) =>
  ([count = '']: readonly string[], world: TemplateWorld): Make => {
    const length = whole('a length', count)
    if (length < 1 || length > LONGEST) throw new UsageError(`--template: a length is 1 to ${LONGEST}, not ${count}`)
    return () => Array.from({ length }, () => alphabet[world.random.below(alphabet.length)]).join('')
  }
const plain = (make: (world: TemplateWorld) => string): Pick<Field, 'words' | 'make'> => ({
  words: [0, 0],
  make: (_, world) => () => make(world),
})

const fields: Readonly<Record<string, Field>> = {
  seq: {
    takes: '[first]',
    words: [0, 1],
    make: ([first = '0']) => {
      const from = whole('a first number', first)
      return index => String(from + index)
    },
  },
  int: {
    takes: '<least> <most>',
    words: [2, 2],
    make([least = '', most = ''], world) {
      const [from, to] = [whole('the least', least), whole('the most', most)]
      if (from > to) throw new UsageError(`{{int ${least} ${most}}}: ${least} is more than ${most}`)
      return () => String(from + world.random.below(to - from + 1))
    },
  },
  float: {
    takes: '<least> <most> [digits]',
    words: [2, 3],
    make([least = '', most = '', digits = '2'], world) {
      const [from, to] = [decimal(least), decimal(most)]
      const after = whole('how many digits', digits)
      return () => (from + fraction(world) * (to - from)).toFixed(after)
    },
  },
  choice: {
    takes: '<word> <word> ...',
    words: [1, Number.POSITIVE_INFINITY],
    make: (of, world) => () => one(world, of),
  },
  bool: { takes: '', ...plain(world => String(world.random.below(2) === 1)) },
  uuid: { takes: '', ...plain(uuid) },
  now: { takes: '', ...plain(({ clock }) => String(clock.now())) },
  iso: { takes: '', ...plain(({ clock }) => new Date(clock.now()).toISOString()) },
  name: { takes: '', ...plain(world => `${one(world, firstNames)} ${one(world, lastNames)}`) },
  email: {
    takes: '',
    ...plain(world => `${one(world, firstNames)}.${one(world, lastNames)}@example.com`.toLowerCase()),
  },
  word: { takes: '', ...plain(world => one(world, words)) },
  ip: { takes: '', ...plain(({ random }) => `10.${random.below(256)}.${random.below(256)}.${random.below(256)}`) },
  hex: { takes: '<length>', words: [1, 1], make: letters('0123456789abcdef') },
  alpha: { takes: '<length>', words: [1, 1], make: letters('abcdefghijklmnopqrstuvwxyz') },
}

/** For the help of the flag. */
export const fieldNames: readonly string[] = Object.keys(fields)

/** @throws {UsageError} for a field that is not known, or takes other words */
export function template(text: string, world: TemplateWorld): Make {
  const parts = text.split(/\{\{(.*?)\}\}/s).map((part, i) => (i % 2 === 0 ? () => part : field(part.trim(), world)))
  return index => parts.map(part => part(index)).join('')
}

function field(text: string, world: TemplateWorld): Make {
  const [name = '', ...given] = Array.from(text.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, word]) => quoted ?? word!)
  const known = fields[name]
  if (!known) {
    const near = nearest(name, fieldNames)
    throw new UsageError(
      `--template does not know {{${text}}}${near ? `: did you mean {{${near}}}?` : `: there are ${fieldNames.join(', ')}`}`,
    )
  }
  const [least, most] = known.words
  if (given.length < least || given.length > most)
    throw new UsageError(
      `{{${text}}} takes ${known.takes ? `other words: {{${name} ${known.takes}}}` : `no words: {{${name}}}`}`,
    )
  return known.make(given, world)
}

function whole(what: string, text: string): number {
  const value = Number(text)
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(value)) return value
  throw new UsageError(`--template: "${text}" is not ${what}`)
}

function decimal(text: string): number {
  const value = Number(text)
  if (text !== '' && Number.isFinite(value)) return value
  throw new UsageError(`--template: "${text}" is not a number`)
}

/** Of version 4. */
function uuid({ random }: TemplateWorld): string {
  const bytes = random.bytes(16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
