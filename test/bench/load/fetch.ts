/**
 * Fetches of 1 MB at random places of a topic, over the wire as fast as they are answered, and nobody looks at what came:
 * fetch.ts PORT '{"topic":"wide","partitions":1,"connections":4,"seconds":5}'. Prints one line of JSON.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Connection } from '../../../src/net/connection.ts'
import { Fetch } from '../../../src/protocol/generated/apis/01-fetch.ts'
import { ListOffsets } from '../../../src/protocol/generated/apis/02-list-offsets.ts'
import { encodeRequest } from '../../../src/protocol/header.ts'
import { FrameSocket } from './frames.ts'

interface FetchLoad {
  topic: string
  partitions: number
  connections: number
  seconds: number
}

const MAX_BYTES = 1_000_000
const port = Number(process.argv[2])
const { topic, partitions, connections, seconds } = JSON.parse(process.argv[3]!) as FetchLoad
const ends = await endOffsets()
let seed = 1
const random = () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return seed / 2 ** 32
}
const frame = () => {
  const partition = Math.floor(random() * partitions)
  const fetchOffset = Math.floor(random() * Math.max(1, ends[partition]! - 1000))
  const wanted = { partition, currentLeaderEpoch: -1, fetchOffset, partitionMaxBytes: MAX_BYTES }
  const body = {
    replicaId: -1,
    maxWaitMs: 0,
    minBytes: 1,
    maxBytes: MAX_BYTES,
    topics: [{ topic, partitions: [wanted] }],
  }
  return Buffer.concat(encodeRequest(Fetch, 11, body, { correlationId: 1, clientId: 'bench' }))
}
const frames = Array.from({ length: 512 }, frame)
let next = 0
const sockets = await Promise.all(Array.from({ length: connections }, () => FrameSocket.connect(port)))
let running = true
for (const socket of sockets) {
  const ask = () => socket.send(frames[next++ % frames.length]!)
  socket.onAnswer = () => {
    if (running) ask()
  }
  ask()
}
const received = () => sockets.reduce((sum, { bytes }) => sum + bytes, 0)
await delay(500)
const [before, began] = [received(), performance.now()]
await delay(seconds * 1000)
running = false
process.stdout.write(`${JSON.stringify({ mb: (received() - before) / 1e3 / (performance.now() - began) })}\n`)
for (const socket of sockets) socket.close()

async function endOffsets(): Promise<number[]> {
  const connection = await Connection.connect({ host: '127.0.0.1', port, clientId: 'bench', requestTimeoutMs: 120_000 })
  const asked = Array.from({ length: partitions }, (_, partitionIndex) => ({ partitionIndex, timestamp: -1 }))
  const { topics } = await connection.send(ListOffsets, 5, {
    replicaId: -1,
    isolationLevel: 0,
    topics: [{ name: topic, partitions: asked }],
  })
  connection.close()
  return topics[0]!.partitions.map(({ offset }) => offset)
}
