/**
 * `--json`: what a command knows, for programs. One object in an envelope that says which version of its shape it is; an error
 * is `{"version":1,"error":{"name":...,"message":...}}` on stdout, with exit code 1. Records are an object a line, without one.
 */
import { toggle } from './flags.ts'
import type { Io } from './io.ts'

const VERSION = 1

export const json = () => toggle('--json', 'print JSON instead of lines: {"version":1,...}')

/** For records, batches, reports: as many as there are, one a line. */
export const ndjson = (what: string) => toggle('--json', `print JSON instead of lines: an object for each ${what}`)

export const printJson = (io: Io, value: object): void => io.print(JSON.stringify({ version: VERSION, ...value }))

/** Where words go that are no JSON. */
export const aside = (io: Io, { json }: { readonly json: boolean }): Pick<Io, 'print'> =>
  json ? { print: (line = '') => io.warn(line) } : io

export const printNdjson = (io: Io, value: object): void => io.print(JSON.stringify(value))

export const printJsonError = (io: Io, error: Error): void => printJson(io, { error: errorJson(error) })

export const errorJson = (error: Error): { name: string; message: string } => ({
  name: error.name,
  message: error.message || error.name,
})
