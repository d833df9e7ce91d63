/**
 * One broker a directory. The file `.lock` is locked the way Java locks it, by POSIX record locks, so that Apache Kafka and
 * tskafka keep each other out; and a killed process leaves no lock behind. Node has no such call, SQLite has: `.lock` is
 * opened as a database that stays empty, and an exclusive transaction on it holds the lock's bytes (0x40000000 and on,
 * within the whole file that Java locks).
 * Source: Kafka 4.3 `FileLock`; SQLite, "File Locking And Concurrency".
 */
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { DirectoryError } from './meta-properties.ts'
import { LOCK } from './paths.ts'

export class DirectoryLock {
  readonly #database: Database.Database

  private constructor(database: Database.Database) {
    this.#database = database
  }

  /** @throws {DirectoryError} when another broker has it, or it cannot be written to */
  static acquire(dir: string): DirectoryLock {
    let database: Database.Database | undefined
    try {
      database = new Database(path.join(dir, LOCK), { timeout: 0 })
      database.exec('BEGIN EXCLUSIVE')
      return new DirectoryLock(database)
    } catch (error) {
      database?.close()
      const code = (error as { code?: string }).code ?? ''
      if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
        throw new DirectoryError(
          `The data directory ${dir} is in use by another broker. Stop that one, or start this one with --override log.dirs=<another directory>`,
        )
      const isFile = fs.statSync(dir, { throwIfNoEntry: false })?.isDirectory() === false
      throw new DirectoryError(
        isFile
          ? `${dir} is a file, and a data directory is meant. Choose another: --override log.dirs=<directory>`
          : `Cannot lock the data directory ${dir}: ${(error as Error).message}. It must be writable`,
        { cause: error, isFault: true },
      )
    }
  }

  release(): void {
    if (!this.#database.open) return
    this.#database.exec('ROLLBACK')
    this.#database.close()
  }
}
