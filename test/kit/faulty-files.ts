/**
 * Any disk, with faults: every operation is announced before it takes place, and may be refused with an error of the disk,
 * EIO or ENOSPC or EROFS. A refused write may leave its first part. What replaces a file in steps does so here as well.
 */
import { type FileHandle, type Files, replaceFile } from '../../src/lib/files.ts'

export type OperationKind =
  | 'open'
  | 'create'
  | 'read'
  | 'write'
  | 'truncate'
  | 'sync'
  | 'list'
  | 'mkdir'
  | 'rename'
  | 'remove'

export interface Operation {
  kind: OperationKind
  path: string
  /** Operations that change something, this one counted, since the beginning. */
  number: number
}

/** Those that leave the disk as it is. */
const harmless: ReadonlySet<OperationKind> = new Set(['open', 'read', 'list'])

/** @returns the error of the disk; undefined: it works */
export type Decide = (operation: Operation) => string | undefined

export function faultyFiles(files: Files, decide: Decide): Files & { readonly operations: number } {
  let operations = 0
  const ask = (kind: OperationKind, path: string): string | undefined => {
    if (!harmless.has(kind)) operations++
    return decide({ kind, path, number: operations })
  }
  const demand = (kind: OperationKind, path: string): void => {
    const code = ask(kind, path)
    if (code) throw diskError(code, kind, path)
  }
  const faulty: Files & { readonly operations: number } = {
    get operations() {
      return operations
    },
    open(file, mode) {
      demand(mode === 'r' || mode === 'r+' || (mode === 'a+' && files.exists(file)) ? 'open' : 'create', file)
      return faultyHandle(files.open(file, mode), ask, demand)
    },
    exists: file => files.exists(file),
    stat: file => files.stat(file),
    setModified: (file, mtimeMs) => files.setModified(file, mtimeMs),
    list(dir) {
      demand('list', dir)
      return files.list(dir)
    },
    mkdir(dir) {
      if (!files.exists(dir)) demand('mkdir', dir)
      files.mkdir(dir)
    },
    rename(from, to) {
      demand('rename', from)
      files.rename(from, to)
    },
    remove(file) {
      demand('remove', file)
      files.remove(file)
    },
    removeTree(dir) {
      demand('remove', dir)
      files.removeTree(dir)
    },
    async removeAsync(name) {
      demand('remove', name)
      await files.removeAsync(name)
    },
    readAll(file) {
      demand('read', file)
      return files.readAll(file)
    },
    writeAll: (file, data) => replaceFile(faulty, file, data, { sync: false }),
    writeAtomic: (file, data) => replaceFile(faulty, file, data, { sync: true }),
    syncDir(dir) {
      demand('sync', dir)
      files.syncDir(dir)
    },
    async syncAsync(name) {
      demand('sync', name)
      await files.syncAsync(name)
    },
  }
  return faulty
}

function faultyHandle(
  handle: FileHandle,
  ask: (kind: OperationKind, path: string) => string | undefined,
  demand: (kind: OperationKind, path: string) => void,
): FileHandle {
  const { path } = handle
  const writev = (buffers: readonly Uint8Array[], position: number) => {
    const code = ask('write', path)
    if (code === undefined) return handle.writev(buffers, position)
    const all = Buffer.concat(buffers)
    if (code !== 'EROFS') handle.write(all.subarray(0, all.length >> 1), position)
    throw diskError(code, 'write', path)
  }
  return {
    path,
    read(buffer, offset, length, position) {
      demand('read', path)
      return handle.read(buffer, offset, length, position)
    },
    writev,
    write: (buffer, position) => writev([buffer], position),
    truncate(size) {
      demand('truncate', path)
      handle.truncate(size)
    },
    size: () => handle.size(),
    sync() {
      demand('sync', path)
      handle.sync()
    },
    async syncAsync() {
      demand('sync', path)
      await handle.syncAsync()
    },
    close: () => handle.close(),
  }
}

export const diskError = (code: string, syscall: string, path: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${code}: ${syscall} '${path}'`), { code, syscall, path })
