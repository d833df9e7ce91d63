/**
 * The disk as an argument. Everything that must survive goes through `Files`, so that a test can put a disk in its
 * place that forgets what was not synced, is full, or fails. Synchronous: see the measurements in `log/`.
 */
import fs from 'node:fs'
import path from 'node:path'

export interface FileHandle {
  readonly path: string
  /** Bytes read into `buffer[offset, offset + length)` from `position`; fewer only at the end of the file. */
  read(buffer: Uint8Array, offset: number, length: number, position: number): number
  /** Write all of `buffers`, one after the other, at `position`. */
  writev(buffers: readonly Uint8Array[], position: number): void
  write(buffer: Uint8Array, position: number): void
  truncate(size: number): void
  size(): number
  /** Force what was written to the disk (fdatasync). */
  sync(): void
  /** The same off the event loop. The handle must stay open until it is done. */
  syncAsync(): Promise<void>
  close(): void
}

export interface Files {
  /** 'r': must exist. 'r+': must exist, read and write. 'w+': made or emptied. 'a+': made if missing, never emptied. */
  open(file: string, mode: 'r' | 'r+' | 'w+' | 'a+'): FileHandle
  exists(file: string): boolean
  stat(file: string): { size: number; mtimeMs: number; isDirectory: boolean } | undefined
  /** When `file` was last changed, for those who look. */
  setModified(file: string, mtimeMs: number): void
  /** Names in `dir`, sorted. */
  list(dir: string): string[]
  /** Make `dir`, and what it lies in; one that is there is fine. */
  mkdir(dir: string): void
  rename(from: string, to: string): void
  /** Remove a file; a missing one is fine. */
  remove(file: string): void
  removeTree(dir: string): void
  /** Remove a file or a directory with all that is in it, off the event loop: unlinking a gigabyte takes its time. */
  removeAsync(name: string): Promise<void>
  readAll(file: string): Buffer
  /** Replace `file`. A killed process leaves the old or the new text; a crash of the machine may leave a part, or nothing. */
  writeAll(file: string, data: string | Uint8Array): void
  /** Replace `file` so that a crash leaves the old or the new text: temporary file, sync, rename, sync of the directory. */
  writeAtomic(file: string, data: string | Uint8Array): void
  /** Make names in `dir` durable. */
  syncDir(dir: string): void
  /** Force a file, or the names in a directory, to the disk, off the event loop. */
  syncAsync(name: string): Promise<void>
}

class RealHandle implements FileHandle {
  readonly path: string
  readonly #fd: number

  constructor(file: string, flags: number) {
    this.path = file
    this.#fd = fs.openSync(file, flags, 0o644)
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    let done = 0
    while (done < length) {
      const n = fs.readSync(this.#fd, buffer, offset + done, length - done, position + done)
      if (n === 0) break
      done += n
    }
    return done
  }

  writev(buffers: readonly Uint8Array[], position: number): void {
    // IOV_MAX is 1024 on Linux, and Node passes the list on as it is.
    for (let i = 0; i < buffers.length; i += 1024) position = this.#writev(buffers.slice(i, i + 1024), position)
  }

  #writev(buffers: readonly Uint8Array[], position: number): number {
    let total = 0
    for (const buffer of buffers) total += buffer.length
    const written = fs.writevSync(this.#fd, buffers as Uint8Array[], position)
    // A short write is rare (a full disk, a signal): go on from where it stopped, so that ENOSPC is thrown, not hidden.
    if (written < total) this.write(Buffer.concat(buffers as Uint8Array[]).subarray(written), position + written)
    return position + total
  }

  write(buffer: Uint8Array, position: number): void {
    let done = 0
    while (done < buffer.length) done += fs.writeSync(this.#fd, buffer, done, buffer.length - done, position + done)
  }

  truncate(size: number): void {
    fs.ftruncateSync(this.#fd, size)
  }

  size(): number {
    return fs.fstatSync(this.#fd).size
  }

  sync(): void {
    fs.fdatasyncSync(this.#fd)
  }

  syncAsync(): Promise<void> {
    return new Promise((resolve, reject) => fs.fdatasync(this.#fd, error => (error ? reject(error) : resolve())))
  }

  close(): void {
    fs.closeSync(this.#fd)
  }
}

const { O_RDONLY, O_RDWR, O_CREAT, O_TRUNC } = fs.constants
const flagsOf = { r: O_RDONLY, 'r+': O_RDWR, 'w+': O_RDWR | O_CREAT | O_TRUNC, 'a+': O_RDWR | O_CREAT }

/** Node's own `recursive` never returns where a directory is there and takes no other, as /proc (Node 20.20, 2026-11-21). */
function makeDirs(dir: string): void {
  try {
    fs.mkdirSync(dir)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && fs.statSync(dir).isDirectory()) return
    if (code !== 'ENOENT' || fs.existsSync(path.dirname(dir))) throw error
    makeDirs(path.dirname(dir))
    fs.mkdirSync(dir)
  }
}

/** What `writeAll` and `writeAtomic` do, in steps that a simulated disk has as well. */
export function replaceFile(files: Files, file: string, data: string | Uint8Array, { sync }: { sync: boolean }): void {
  const temporary = `${file}.tmp`
  const handle = files.open(temporary, 'w+')
  try {
    handle.write(typeof data === 'string' ? Buffer.from(data) : data, 0)
    if (sync) handle.sync()
  } finally {
    handle.close()
  }
  files.rename(temporary, file)
  if (sync) files.syncDir(path.dirname(file))
}

export const realFiles: Files = {
  open: (file, mode) => new RealHandle(file, flagsOf[mode]),
  exists: file => fs.existsSync(file),
  stat(file) {
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    return stat && { size: stat.size, mtimeMs: stat.mtimeMs, isDirectory: stat.isDirectory() }
  },
  setModified: (file, mtimeMs) => fs.utimesSync(file, mtimeMs / 1000, mtimeMs / 1000),
  list: dir => fs.readdirSync(dir).sort(),
  mkdir: makeDirs,
  rename: (from, to) => fs.renameSync(from, to),
  remove: file => fs.rmSync(file, { force: true }),
  removeTree: dir => fs.rmSync(dir, { recursive: true, force: true }),
  removeAsync: name => fs.promises.rm(name, { recursive: true, force: true }),
  readAll: file => fs.readFileSync(file),
  writeAll: (file, data) => replaceFile(realFiles, file, data, { sync: false }),
  writeAtomic: (file, data) => replaceFile(realFiles, file, data, { sync: true }),
  syncDir(dir) {
    const fd = fs.openSync(dir, O_RDONLY)
    try {
      fs.fsyncSync(fd)
    } finally {
      fs.closeSync(fd)
    }
  },
  /** Only the sync is worth the way through the thread pool. */
  async syncAsync(name) {
    const fd = fs.openSync(name, O_RDONLY)
    try {
      await new Promise<void>((resolve, reject) => fs.fsync(fd, error => (error ? reject(error) : resolve())))
    } finally {
      fs.closeSync(fd)
    }
  },
}
