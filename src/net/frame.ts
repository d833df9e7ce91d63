/**
 * Frames of Kafka's protocol: an int32 size, then that many bytes. Cut out of whatever pieces a socket delivers.
 *
 * A frame that lies whole in one piece is a view of it. One that does not is allocated once, at its full size, and filled
 * by copying: joining pieces again and again costs nine times as much at 1 MB (measured 2026-11-21). Memory that a peer
 * announces and never sends is not touched, so it stays the kernel's.
 * Not here: what is inside a frame, and what to do about a peer that does not speak the protocol.
 */

/** The peer sent something that is no frame. `size` is what its first four bytes say, `start` as much as came. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
  readonly size: number
  readonly start: Buffer

  constructor(message: string, size: number, start: Buffer) {
    super(message)
    this.size = size
    this.start = start
  }
}

const SIZE_BYTES = 4
/** How much of a bad frame is kept for the log line. */
const START_BYTES = 64

export class FrameReader {
  readonly #maxBytes: number
  readonly #onFrame: (frame: Buffer) => void
  /** The bytes of a size that was cut in the middle. */
  readonly #head = Buffer.alloc(SIZE_BYTES)
  #headBytes = 0
  #frame: Buffer | undefined
  #frameBytes = 0

  /**
   * @param maxBytes largest size accepted (`socket.request.max.bytes`)
   * @param onFrame  gets each frame without its size; the bytes are its own to keep, nobody writes to them again
   */
  constructor(maxBytes: number, onFrame: (frame: Buffer) => void) {
    this.#maxBytes = maxBytes
    this.#onFrame = onFrame
  }

  /** Whether a frame has begun and not ended. */
  get midFrame(): boolean {
    return this.#headBytes > 0 || this.#frame !== undefined
  }

  /** @throws {FrameError} when the size is negative or above the limit; nothing may be pushed after that */
  push(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#frame !== undefined) {
        at += this.#fill(this.#frame, chunk, at)
      } else if (this.#headBytes === 0 && chunk.length - at >= SIZE_BYTES) {
        const size = this.#check(chunk.readInt32BE(at), chunk, at)
        at += SIZE_BYTES
        if (chunk.length - at >= size) {
          this.#onFrame(chunk.subarray(at, at + size))
          at += size
        } else {
          this.#frame = Buffer.allocUnsafeSlow(size)
          this.#frameBytes = 0
        }
      } else {
        at += this.#fillHead(chunk, at)
      }
    }
  }

  #fill(frame: Buffer, chunk: Buffer, at: number): number {
    const copied = chunk.copy(frame, this.#frameBytes, at)
    this.#frameBytes += copied
    if (this.#frameBytes === frame.length) {
      this.#frame = undefined
      this.#onFrame(frame)
    }
    return copied
  }

  #fillHead(chunk: Buffer, at: number): number {
    const copied = chunk.copy(this.#head, this.#headBytes, at)
    this.#headBytes += copied
    if (this.#headBytes < SIZE_BYTES) return copied
    this.#headBytes = 0
    const size = this.#check(this.#head.readInt32BE(0), this.#head, 0)
    if (size === 0) this.#onFrame(Buffer.alloc(0))
    else this.#frame = Buffer.allocUnsafeSlow(size)
    this.#frameBytes = 0
    return copied
  }

  #check(size: number, chunk: Buffer, at: number): number {
    if (size >= 0 && size <= this.#maxBytes) return size
    const start = Buffer.from(chunk.subarray(at, at + START_BYTES))
    throw new FrameError(`a frame of ${size} bytes was announced; 0 to ${this.#maxBytes} are possible`, size, start)
  }
}
