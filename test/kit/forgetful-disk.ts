/**
 * A disk in memory that forgets what was not synced. Every file has its bytes as they are read, and as a power cut would leave
 * them; every directory its names likewise: a file's bytes are safe once it is synced, its name once its directory is.
 *
 * After `powerCut()` what was not synced is gone; with a `Random`, some of it has reached the platter all the same: any page
 * of a file, and any of a directory's changes, as real disks do it. `kill()` forgets nothing: a process died, no machine.
 * Handles do not outlive either.
 */
import path from 'node:path'
import { type FileHandle, type Files, replaceFile } from '../../src/lib/files.ts'
import type { Random } from '../../src/lib/random.ts'
import { diskError } from './faulty-files.ts'

const PAGE_BYTES = 512

/** Bytes are shared with copies and with what is synced until somebody writes: tests copy a disk thousands of times. */
class File {
  bytes: Buffer = Buffer.alloc(0)
  size = 0
  synced: Buffer = Buffer.alloc(0)
  #shared = false

  write(bytes: Uint8Array, position: number): void {
    this.#room(position + bytes.length)
    this.bytes.set(bytes, position)
    this.size = Math.max(this.size, position + bytes.length)
  }

  truncate(size: number): void {
    this.#room(size)
    this.bytes.fill(0, Math.min(size, this.size))
    this.size = size
  }

  /** From now on there are `size` bytes at least, and nobody else's. */
  #room(size: number): void {
    if (size <= this.bytes.length && !this.#shared) return
    const fits = size <= this.bytes.length
    const own = Buffer.alloc(fits ? this.bytes.length : Math.max(size, this.bytes.length * 2, 256))
    this.bytes.copy(own, 0, 0, this.size)
    this.bytes = own
    this.#shared = false
  }

  mtimeMs = 0

  /** Nobody may write to it. */
  get content(): Buffer {
    this.#shared = true
    return this.bytes.subarray(0, this.size)
  }

  #set(content: Buffer): void {
    this.bytes = content
    this.size = content.length
    this.#shared = true
  }

  #begun = 0
  #done = 0

  /** @returns what to call when it is done: what is safe then is what was written when it began */
  beginSync(): () => void {
    const number = ++this.#begun
    const { content } = this
    return () => {
      if (number < this.#done) return
      this.#done = number
      this.synced = content
    }
  }

  copy(): File {
    const copy = new File()
    copy.#set(this.content)
    copy.synced = this.synced
    return copy
  }

  forget(random: Random | undefined): void {
    if (random) {
      const { content: now, synced } = this
      const size = Math.min(synced.length, now.length) + random.below(Math.abs(synced.length - now.length) + 1)
      const mixed = Buffer.alloc(size)
      synced.copy(mixed)
      // A page that was never written is zeros; one that was may be old or new.
      for (let at = 0; at < size; at += PAGE_BYTES)
        if (random.below(2) === 0 && at < now.length) now.copy(mixed, at, at, Math.min(at + PAGE_BYTES, size))
      this.synced = mixed
    }
    this.#set(this.synced)
  }
}

type Node = File | Directory
type Change = Map<string, Node | undefined>

class Directory {
  readonly names = new Map<string, Node>()
  readonly #synced = new Map<string, Node>()
  /** Since the last sync, in order. */
  #changes: Change[] = []

  change(change: Change): void {
    apply(this.names, change)
    this.#changes.push(change)
  }

  /** Changes that were synced. */
  #done = 0

  /** @returns what to call when it is done: what is safe then is what was there when it began */
  beginSync(): () => void {
    const upTo = this.#done + this.#changes.length
    return () => {
      const count = Math.max(0, upTo - this.#done)
      this.#done += count
      for (const change of this.#changes.splice(0, count)) apply(this.#synced, change)
    }
  }

  /** All is synced in it. */
  copy(): Directory {
    const copy = new Directory()
    for (const [name, node] of this.names) copy.change(new Map([[name, node.copy()]]))
    copy.beginSync()()
    return copy
  }

  forget(random: Random | undefined): void {
    if (random) for (const change of this.#changes) if (random.below(2) === 0) apply(this.#synced, change)
    this.#changes = []
    this.names.clear()
    for (const [name, node] of this.#synced) this.names.set(name, node)
    for (const node of this.names.values()) node.forget(random)
  }
}

function apply(names: Map<string, Node>, change: Change): void {
  for (const [name, node] of change)
    if (node) names.set(name, node)
    else names.delete(name)
}

/** The few names of a test, taken apart once each. */
const parts = new Map<string, readonly string[]>()

function partsOf(name: string): readonly string[] {
  let found = parts.get(name)
  if (!found) {
    found = path.resolve('/', name).split('/').filter(Boolean)
    parts.set(name, found)
  }
  return found
}

export class ForgetfulDisk implements Files {
  readonly #root: Directory
  /** Handles and syncs of an earlier life have no effect. */
  #life = 0

  constructor(root = new Directory()) {
    this.#root = root
  }

  /** Another disk with the same on it, every name synced. */
  copy(): ForgetfulDisk {
    return new ForgetfulDisk(this.#root.copy())
  }

  /** The machine lost its power. Without `random` all that was not synced is gone. */
  powerCut(random?: Random): void {
    this.#life++
    this.#root.forget(random)
  }

  /** The process died; what it had written is there. */
  kill(): void {
    this.#life++
  }

  #walk(name: string): Node | undefined {
    let node: Node | undefined = this.#root
    for (const part of partsOf(name)) {
      if (!(node instanceof Directory)) return undefined
      node = node.names.get(part)
    }
    return node
  }

  #need(name: string, syscall: string): Node {
    const node = this.#walk(name)
    if (!node) throw diskError('ENOENT', syscall, name)
    return node
  }

  #dir(name: string, syscall: string): Directory {
    const node = this.#need(name, syscall)
    if (!(node instanceof Directory)) throw diskError('ENOTDIR', syscall, name)
    return node
  }

  #file(name: string, syscall: string): File {
    const node = this.#need(name, syscall)
    if (!(node instanceof File)) throw diskError('EISDIR', syscall, name)
    return node
  }

  open(name: string, mode: 'r' | 'r+' | 'w+' | 'a+'): FileHandle {
    if ((mode === 'w+' || mode === 'a+') && !this.#walk(name))
      this.#dir(path.dirname(name), 'open').change(new Map([[path.basename(name), new File()]]))
    const file = this.#file(name, 'open')
    if (mode === 'w+') file.truncate(0)
    const life = this.#life
    return new Handle(name, file, () => life === this.#life)
  }

  exists(name: string): boolean {
    return this.#walk(name) !== undefined
  }

  stat(name: string): { size: number; mtimeMs: number; isDirectory: boolean } | undefined {
    const node = this.#walk(name)
    const isFile = node instanceof File
    return node && { size: isFile ? node.size : 0, mtimeMs: isFile ? node.mtimeMs : 0, isDirectory: !isFile }
  }

  /** Kept until the next power cut or copy: no test asks for more. */
  setModified(name: string, mtimeMs: number): void {
    const node = this.#need(name, 'utime')
    if (node instanceof File) node.mtimeMs = mtimeMs
  }

  list(dir: string): string[] {
    return [...this.#dir(dir, 'scandir').names.keys()].sort()
  }

  mkdir(dir: string): void {
    if (this.#walk(dir) instanceof Directory) return
    if (path.dirname(dir) !== dir) this.mkdir(path.dirname(dir))
    this.#dir(path.dirname(dir), 'mkdir').change(new Map([[path.basename(dir), new Directory()]]))
  }

  rename(from: string, to: string): void {
    const node = this.#need(from, 'rename')
    const [source, target] = [this.#dir(path.dirname(from), 'rename'), this.#dir(path.dirname(to), 'rename')]
    if (source !== target) throw new Error(`Renames stay in a directory: ${from}, ${to}`)
    source.change(
      new Map([
        [path.basename(from), undefined],
        [path.basename(to), node],
      ]),
    )
  }

  remove(name: string): void {
    if (this.#walk(name)) this.#dir(path.dirname(name), 'unlink').change(new Map([[path.basename(name), undefined]]))
  }

  removeTree(dir: string): void {
    this.remove(dir)
  }

  async removeAsync(name: string): Promise<void> {
    this.remove(name)
  }

  readAll(name: string): Buffer {
    return Buffer.from(this.#file(name, 'read').content)
  }

  writeAll(file: string, data: string | Uint8Array): void {
    replaceFile(this, file, data, { sync: false })
  }

  writeAtomic(file: string, data: string | Uint8Array): void {
    replaceFile(this, file, data, { sync: true })
  }

  syncDir(dir: string): void {
    this.#dir(dir, 'fsync').beginSync()()
  }

  async syncAsync(name: string): Promise<void> {
    const node = this.#need(name, 'fsync')
    if (node instanceof File) return this.open(name, 'r').syncAsync()
    const [life, done] = [this.#life, node.beginSync()]
    await new Promise(resolve => setImmediate(resolve))
    if (life === this.#life) done()
  }
}

class Handle implements FileHandle {
  readonly path: string
  readonly #target: File
  readonly #lives: () => boolean
  #open = true

  constructor(name: string, file: File, lives: () => boolean) {
    this.path = name
    this.#target = file
    this.#lives = lives
  }

  get #file(): File {
    if (!this.#open || !this.#lives()) throw diskError('EBADF', 'use', this.path)
    return this.#target
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    const found = this.#file.bytes.subarray(0, this.#file.size).subarray(position, position + length)
    buffer.set(found, offset)
    return found.length
  }

  writev(buffers: readonly Uint8Array[], position: number): void {
    this.#file.write(Buffer.concat(buffers), position)
  }

  write(buffer: Uint8Array, position: number): void {
    this.#file.write(buffer, position)
  }

  truncate(size: number): void {
    this.#file.truncate(size)
  }

  size(): number {
    return this.#file.size
  }

  sync(): void {
    this.#file.beginSync()()
  }

  /** What was written when it began is safe when it is done. */
  async syncAsync(): Promise<void> {
    const done = this.#file.beginSync()
    await new Promise(resolve => setImmediate(resolve))
    if (this.#lives()) done()
  }

  close(): void {
    this.#open = false
  }
}
