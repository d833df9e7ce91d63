/**
 * Zstandard, synchronously: Node's own where it has it (22.15 and newer), else the reference implementation compiled to
 * WebAssembly (@bokuweb/zstd-wasm, of which only the .wasm file is used: its JavaScript loads asynchronously and guesses
 * sizes).
 *
 * Both decompress into a given capacity, so hostile input costs what the caller allows and no more.
 */
import fs from 'node:fs'
import path from 'node:path'
import type zlib from 'node:zlib'
import { lazily, resolvePackage } from './load.ts'

export interface Zstd {
  compress(bytes: Uint8Array, level: number): Buffer
  /**
   * @param bytes one frame, whole
   * @returns undefined when there is more than `capacity` bytes in it
   * @throws when it is broken
   */
  decompress(bytes: Uint8Array, capacity: number): Buffer | undefined
}

/** Node's, as far as it is used; the types of Node 20 do not have it. */
interface NodeZstd {
  zstdCompressSync?: (bytes: Uint8Array, options: { params: Record<number, number> }) => Buffer
  zstdDecompressSync?: (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer
}

const nodeZlib = lazily<typeof zlib & NodeZstd>('node:zlib')
let loaded: Zstd | undefined

/** Loads at the first call: 4 ms for WebAssembly. */
export function zstd(): Zstd {
  loaded ??= nodeZstd(nodeZlib()) ?? wasmZstd()
  return loaded
}

/** ZSTD_c_compressionLevel of zstd.h. */
const COMPRESSION_LEVEL = 100

export function nodeZstd({ zstdCompressSync, zstdDecompressSync }: NodeZstd): Zstd | undefined {
  if (zstdCompressSync === undefined || zstdDecompressSync === undefined) return undefined
  return {
    compress: (bytes, level) => zstdCompressSync(bytes, { params: { [COMPRESSION_LEVEL]: level } }),
    decompress(bytes, capacity) {
      try {
        // One byte more than allowed: 0 is refused as a limit, and an exact fit is no overflow.
        const output = zstdDecompressSync(bytes, { maxOutputLength: capacity + 1 })
        return output.length > capacity ? undefined : output
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined
        throw error
      }
    },
  }
}

/** As far as it is used: it belongs to the DOM's types, which are not loaded here. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: unknown }
}
interface Memory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/** The module's exports: letters that its build gave them, so the version is pinned and a test compares with known bytes. */
interface Exports {
  /** memory */ f: Memory
  /** constructors */ g(): void
  /** ZSTD_isError */ h(code: number): number
  /** ZSTD_compressBound */ i(size: number): number
  /** ZSTD_createCCtx */ j(): number
  /** ZSTD_compress_usingDict */ l(
    context: number,
    to: number,
    capacity: number,
    from: number,
    size: number,
    dictionary: number,
    dictionarySize: number,
    level: number,
  ): number
  /** ZSTD_createDCtx */ n(): number
  /** ZSTD_decompress_usingDict */ q(
    context: number,
    to: number,
    capacity: number,
    from: number,
    size: number,
    dictionary: number,
    dictionarySize: number,
  ): number
  /** malloc */ s(size: number): number
  /** free */ t(pointer: number): void
}

interface Instance {
  exports: Exports
  compressor: number
  decompressor: number
}

const PAGE = 65536
/** WebAssembly memory never shrinks: an instance that grew beyond this is given up after the call. */
const MEMORY_KEPT = 32 * 1024 * 1024
/** ZSTD_error_dstSize_tooSmall; errors are negative numbers as size_t. */
const TOO_SMALL = -70

export function wasmZstd(): Zstd {
  const file = path.join(path.dirname(resolvePackage('@bokuweb/zstd-wasm')), 'zstd.wasm')
  const module = new WebAssembly.Module(fs.readFileSync(file))
  let kept: Instance | undefined

  /** Room for `size` bytes of output behind which `bytes` are put; freed afterwards, whatever happens. */
  function call(bytes: Uint8Array, capacity: number, fn: (it: Instance, to: number, from: number) => number) {
    const it = kept ?? instantiate(module)
    // Out of the way until it has returned: after a trap its memory is in no known state.
    kept = undefined
    const { f: memory, s: malloc, t: free } = it.exports
    const to = malloc(capacity + bytes.length)
    if (to === 0) throw new Error(`No memory for ${capacity + bytes.length} bytes`)
    const from = to + capacity
    new Uint8Array(memory.buffer).set(bytes, from)
    const size = fn(it, to, from)
    const output = size < 0 ? undefined : Buffer.from(new Uint8Array(memory.buffer, to, size))
    free(to)
    if (memory.buffer.byteLength <= MEMORY_KEPT) kept = it
    if (output === undefined && size !== TOO_SMALL) throw new Error(`zstd error ${-size}`)
    return output
  }

  return {
    compress(bytes, level) {
      kept ??= instantiate(module)
      const capacity = kept.exports.i(bytes.length)
      return call(bytes, capacity, ({ exports, compressor }, to, from) =>
        exports.l(compressor, to, capacity, from, bytes.length, 0, 0, level),
      )!
    },
    decompress: (bytes, capacity) =>
      call(bytes, capacity, ({ exports, decompressor }, to, from) =>
        exports.q(decompressor, to, capacity, from, bytes.length, 0, 0),
      ),
  }
}

function instantiate(module: object): Instance {
  const stop = () => {
    throw new Error('zstd gave up')
  }
  const imports = {
    /** exit, keep-alive, abort, interval timers: none is reached in good health */
    a: stop,
    b: stop,
    c: stop,
    d: stop,
    /** Make the memory at least `size` bytes. */
    e(size: number): number {
      const memory = exports.f
      const pages = Math.ceil((size - memory.buffer.byteLength) / PAGE)
      try {
        memory.grow(pages)
        return 1
      } catch {
        return 0 // malloc then answers 0
      }
    },
  }
  const exports = new WebAssembly.Instance(module, { a: imports }).exports as Exports
  exports.g()
  return { exports, compressor: exports.j(), decompressor: exports.n() }
}
