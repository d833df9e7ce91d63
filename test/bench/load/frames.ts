/**
 * The cheapest client there is: frames built beforehand, answers counted and not read. So that the server is the limit.
 */
import net from 'node:net'
import { Connection } from '../../../src/net/connection.ts'
import { Produce } from '../../../src/protocol/generated/apis/00-produce.ts'
import { CreateTopics } from '../../../src/protocol/generated/apis/19-create-topics.ts'
import { DeleteTopics } from '../../../src/protocol/generated/apis/20-delete-topics.ts'
import { encodeRequest } from '../../../src/protocol/header.ts'
import { encodeBatch } from '../../../src/protocol/record.ts'

export class FrameSocket {
  readonly #socket: net.Socket
  readonly #sentAt: number[] = []
  #head = 0
  /** Of the frame that is coming in: bytes still to come, and of its size field those that came. */
  #left = 0
  #sizeBytes = 0
  /** Received so far. */
  bytes = 0
  /** Called for each answer with its milliseconds. */
  onAnswer: (ms: number) => void = () => {}

  private constructor(socket: net.Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', data => this.#data(data))
    socket.on('error', error => {
      throw error
    })
  }

  static connect(port: number): Promise<FrameSocket> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(new FrameSocket(socket)))
      socket.once('error', reject)
    })
  }

  /** Frames sent and not answered. */
  get open(): number {
    return this.#sentAt.length - this.#head
  }

  send(frame: Buffer, count = 1): void {
    const now = performance.now()
    this.#socket.cork()
    for (let i = 0; i < count; i++) {
      this.#socket.write(frame)
      this.#sentAt.push(now)
    }
    this.#socket.uncork()
  }

  close(): void {
    this.#socket.removeAllListeners('error')
    this.#socket.on('error', () => {})
    this.#socket.destroy()
  }

  /** Frames are counted, and not kept. */
  #data(data: Buffer): void {
    this.bytes += data.length
    for (let at = 0; at < data.length; ) {
      if (this.#sizeBytes < 4) {
        this.#left = ((this.#left << 8) | data[at++]!) >>> 0
        this.#sizeBytes++
        continue
      }
      const taken = Math.min(this.#left, data.length - at)
      at += taken
      this.#left -= taken
      if (this.#left > 0) continue
      this.#sizeBytes = 0
      this.#answered()
    }
  }

  #answered(): void {
    const ms = performance.now() - this.#sentAt[this.#head++]!
    if (this.#head > 4096) {
      this.#sentAt.splice(0, this.#head)
      this.#head = 0
    }
    this.onAnswer(ms)
  }
}

/** @returns one Produce request for partition `index` of `topic`: a batch of about `size` bytes in records of 1,000 or less */
export function produceFrame(topic: string, index: number, size: number, acks = 1): { frame: Buffer; bytes: number } {
  const count = Math.max(1, Math.floor(size / 1000))
  const value = Buffer.alloc(Math.max(1, Math.min(size, 1000) - (count === 1 ? 72 : 12)), 'tskafka ')
  const records = encodeBatch({ records: Array.from({ length: count }, () => ({ timestamp: Date.now(), value })) })
  const body = { acks, timeoutMs: 30_000, topicData: [{ name: topic, partitionData: [{ index, records }] }] }
  const frame = Buffer.concat(encodeRequest(Produce, 9, body, { correlationId: 1, clientId: 'bench' }))
  return { frame, bytes: records.length }
}

/** Its bytes are to go at once, so that the disk does not work for what is over. */
export const PASSING = { 'file.delete.delay.ms': '0' }

export async function deleteTopic(port: number, name: string): Promise<void> {
  const connection = await Connection.connect({ host: '127.0.0.1', port, clientId: 'bench', requestTimeoutMs: 120_000 })
  await connection.send(DeleteTopics, 5, { topicNames: [name], timeoutMs: 110_000 })
  connection.close()
}

export async function createTopic(
  port: number,
  name: string,
  numPartitions = 1,
  configs: Record<string, string> = {},
): Promise<void> {
  const connection = await Connection.connect({ host: '127.0.0.1', port, clientId: 'bench', requestTimeoutMs: 120_000 })
  const { topics } = await connection.send(CreateTopics, 7, {
    timeoutMs: 110_000,
    topics: [
      {
        name,
        numPartitions,
        replicationFactor: 1,
        assignments: [],
        configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
      },
    ],
  })
  connection.close()
  if (topics[0]?.errorCode !== 0) throw new Error(`Cannot create ${name}: ${topics[0]?.errorMessage}`)
}

/** Milliseconds, as a histogram would give them. */
export class Latencies {
  readonly #values: number[] = []

  add(ms: number): void {
    this.#values.push(ms)
  }

  /** @returns the value that `share` of all are not above; 0 without any */
  at(share: number): number {
    const sorted = Float64Array.from(this.#values).sort()
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  }

  get summary() {
    return { p50: this.at(0.5), p99: this.at(0.99), p999: this.at(0.999) }
  }
}
