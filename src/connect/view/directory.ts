/**
 * Where a worker keeps the views of its topics: `view.dir`, or a folder of its user's in the temporary directory, by group and
 * address, so that the same worker finds it again. Nothing in it has to be kept: a start reads the topics instead.
 * A folder that somebody else could write to, or that another worker has, is not used: the views are in memory then.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DirectoryLock } from '../../log/directory-lock.ts'
import type { Log } from '../plugin.ts'

const PRIVATE = 0o700
const OTHERS = 0o077

export interface ViewDirectoryOptions {
  /** view.dir */
  readonly dir: string | null
  readonly groupId: string
  /** `host:port` of this worker; undefined: it has another one with each start. */
  readonly address: string | undefined
  readonly log: Log
}

export class ViewDirectory {
  readonly path: string | undefined
  readonly #lock: DirectoryLock | undefined

  private constructor(dir?: string, lock?: DirectoryLock) {
    this.path = dir
    this.#lock = lock
  }

  static open({ dir, groupId, address, log }: ViewDirectoryOptions): ViewDirectory {
    if (dir === null && address === undefined) return new ViewDirectory()
    const place = dir ?? path.join(os.tmpdir(), `tskafka-connect-${os.userInfo().uid}`, nameOf(`${groupId}@${address}`))
    try {
      fs.mkdirSync(place, { recursive: true, mode: PRIVATE })
      if (dir === null) demandPrivate(path.dirname(place))
      return new ViewDirectory(place, DirectoryLock.acquire(place))
    } catch (error) {
      log.warn(
        `The views of the worker's topics are kept in memory, and made anew with the next start: ${place} cannot be used (${(error as Error).message}). view.dir names another place`,
      )
      return new ViewDirectory()
    }
  }

  /** @param name of what is folded: `offsets`. @returns undefined: it is in memory */
  file(name: string): string | undefined {
    return this.path === undefined ? undefined : path.join(this.path, `${name}.db`)
  }

  close(): void {
    this.#lock?.release()
  }
}

const nameOf = (text: string) => encodeURIComponent(text).replaceAll('*', '%2A')

/** Connectors' settings may hold secrets, and rows are believed. */
function demandPrivate(dir: string): void {
  const { uid, mode } = fs.lstatSync(dir)
  if (uid !== os.userInfo().uid || (mode & OTHERS) !== 0) throw new Error('others may write to it')
}
