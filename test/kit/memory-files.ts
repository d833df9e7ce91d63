/**
 * A disk in memory that outlives whoever uses it: a process mounts it, is killed, and the next one finds what was written,
 * as the page cache would have it. The killed one writes nothing more: its disk says EIO to everything.
 */
import path from 'node:path'
import type { FileHandle, Files } from '../../src/lib/files.ts'

interface Inode {
  data: Buffer
  size: number
}

export class Disk {
  readonly files = new Map<string, Inode>()
  readonly dirs = new Set<string>()
  /** Called after each write to a file, by its path. */
  onWrite: (file: string) => void = () => {}

  mount(): Mount {
    return new Mount(this)
  }
}

const failure = (code: string, file: string) => Object.assign(new Error(`${code}: ${file}`), { code, path: file })

export class Mount implements Files {
  readonly #disk: Disk
  #killed = false

  constructor(disk: Disk) {
    this.#disk = disk
  }

  /** From now on nothing of this process reaches the disk. */
  kill(): void {
    this.#killed = true
  }

  demandAlive(file: string): void {
    if (this.#killed) throw failure('EIO', file)
  }

  written(file: string): void {
    this.#disk.onWrite(file)
  }

  open(file: string, mode: 'r' | 'r+' | 'w+' | 'a+'): FileHandle {
    this.demandAlive(file)
    const { files } = this.#disk
    let inode = files.get(file)
    if (!inode && (mode === 'r' || mode === 'r+')) throw failure('ENOENT', file)
    if (!inode || mode === 'w+') {
      inode = { data: Buffer.alloc(0), size: 0 }
      files.set(file, inode)
    }
    return new MemoryHandle(file, inode, this)
  }

  exists(file: string): boolean {
    return this.#disk.files.has(file) || this.#disk.dirs.has(file)
  }

  stat(file: string) {
    const inode = this.#disk.files.get(file)
    if (inode) return { size: inode.size, mtimeMs: 0, isDirectory: false }
    return this.#disk.dirs.has(file) ? { size: 0, mtimeMs: 0, isDirectory: true } : undefined
  }

  list(dir: string): string[] {
    const names = new Set<string>()
    for (const name of [...this.#disk.files.keys(), ...this.#disk.dirs])
      if (name.startsWith(`${dir}/`)) names.add(name.slice(dir.length + 1).split('/')[0]!)
    return [...names].sort()
  }

  mkdir(dir: string): void {
    this.demandAlive(dir)
    for (let at = dir; at !== '/' && at !== '.'; at = path.dirname(at)) this.#disk.dirs.add(at)
  }

  rename(from: string, to: string): void {
    this.demandAlive(from)
    const { files, dirs } = this.#disk
    for (const [name, inode] of [...files])
      if (name === from || name.startsWith(`${from}/`)) {
        files.delete(name)
        files.set(to + name.slice(from.length), inode)
      }
    for (const name of [...dirs])
      if (name === from || name.startsWith(`${from}/`)) {
        dirs.delete(name)
        dirs.add(to + name.slice(from.length))
      }
  }

  remove(file: string): void {
    this.demandAlive(file)
    this.#disk.files.delete(file)
  }

  removeTree(dir: string): void {
    this.demandAlive(dir)
    const { files, dirs } = this.#disk
    for (const name of [...files.keys()]) if (name === dir || name.startsWith(`${dir}/`)) files.delete(name)
    for (const name of [...dirs]) if (name === dir || name.startsWith(`${dir}/`)) dirs.delete(name)
  }

  async removeAsync(name: string): Promise<void> {
    this.removeTree(name)
  }

  readAll(file: string): Buffer {
    const inode = this.#disk.files.get(file)
    if (!inode) throw failure('ENOENT', file)
    return Buffer.from(inode.data.subarray(0, inode.size))
  }

  writeAll(file: string, data: string | Uint8Array): void {
    this.demandAlive(file)
    const bytes = Buffer.from(data)
    this.#disk.files.set(file, { data: bytes, size: bytes.length })
    this.written(file)
  }

  writeAtomic(file: string, data: string | Uint8Array): void {
    this.writeAll(file, data)
  }

  syncDir(): void {}

  async syncAsync(): Promise<void> {}
}

class MemoryHandle implements FileHandle {
  readonly path: string
  readonly #inode: Inode
  readonly #mount: Mount

  constructor(file: string, inode: Inode, mount: Mount) {
    this.path = file
    this.#inode = inode
    this.#mount = mount
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    const end = Math.min(this.#inode.size, position + length)
    if (end <= position) return 0
    this.#inode.data.copy(buffer, offset, position, end)
    return end - position
  }

  writev(buffers: readonly Uint8Array[], position: number): void {
    this.#put(Buffer.concat(buffers as Uint8Array[]), position)
  }

  write(buffer: Uint8Array, position: number): void {
    this.#put(buffer, position)
  }

  #put(bytes: Uint8Array, position: number): void {
    this.#mount.demandAlive(this.path)
    const end = position + bytes.length
    const inode = this.#inode
    if (end > inode.data.length) {
      const larger = Buffer.alloc(Math.max(end, inode.data.length * 2, 256))
      inode.data.copy(larger)
      inode.data = larger
    }
    inode.data.set(bytes, position)
    inode.size = Math.max(inode.size, end)
    this.#mount.written(this.path)
  }

  truncate(size: number): void {
    this.#mount.demandAlive(this.path)
    const inode = this.#inode
    if (size > inode.data.length) inode.data = Buffer.concat([inode.data, Buffer.alloc(size - inode.data.length)])
    if (size < inode.size) inode.data.fill(0, size, inode.size)
    inode.size = size
  }

  size(): number {
    return this.#inode.size
  }

  sync(): void {
    this.#mount.demandAlive(this.path)
  }

  async syncAsync(): Promise<void> {
    this.sync()
  }

  close(): void {}
}
