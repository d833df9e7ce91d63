/** A text file that a flag names. That it cannot be read is the user's to know, in words. */
import fs from 'node:fs'
import path from 'node:path'
import type { Io } from './io.ts'
import { UsageError } from './usage-error.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'this user may not read it',
  ENAMETOOLONG: 'its name is too long',
}

/** In words. */
export function whyUnreadable(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  return reasons[code] ?? message
}

/** @param next what to type instead, when that is known @throws {UsageError} */
export function readGiven(io: Io, file: string, next?: string): string {
  if (file === '')
    throw new UsageError('Cannot read a file without a name', { ...(next === undefined ? {} : { next }) })
  try {
    return fs.readFileSync(path.resolve(io.cwd, file), 'utf8')
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${whyUnreadable(error)}`, {
      cause: error,
      ...(next === undefined ? {} : { next }),
    })
  }
}
