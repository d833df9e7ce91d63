/** A JSON file that a flag names, and what is in it, checked where it is taken out. */
import fs from 'node:fs'
import path from 'node:path'
import { Refusal } from './executing.ts'
import type { Io } from './io.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** @throws {Refusal} when the file cannot be read, or is no JSON: `broken` is what the tool says of that */
export function readJson(io: Io, file: string, broken: (why: string) => string): Json {
  let text: string
  try {
    text = fs.readFileSync(path.resolve(io.cwd, file), 'utf8')
  } catch (error) {
    throw new Refusal(`Unable to read file ${file}`, { cause: error })
  }
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw new Refusal(broken((error as Error).message))
  }
}

/** @throws {Refusal} naming the field that is missing, or is no such thing */
export const fieldsOf = (value: Json | undefined, what: string): Readonly<Record<string, Json>> => {
  if (value !== null && typeof value === 'object' && !Array.isArray(value))
    return value as Readonly<Record<string, Json>>
  throw new Refusal(`${what} is ${shown(value)}: it must be an object`)
}
export const listOf = (value: Json | undefined, what: string): readonly Json[] => {
  if (Array.isArray(value)) return value as readonly Json[]
  throw new Refusal(`${what} is ${shown(value)}: it must be a list`)
}
export const textOf = (value: Json | undefined, what: string): string => {
  if (typeof value === 'string') return value
  throw new Refusal(`${what} is ${shown(value)}: it must be a text`)
}
export const integerOf = (value: Json | undefined, what: string): number => {
  if (typeof value === 'number' && Number.isInteger(value)) return value
  throw new Refusal(`${what} is ${shown(value)}: it must be a whole number`)
}

const shown = (value: Json | undefined) => (value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60))
