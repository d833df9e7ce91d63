/**
 * Batches built beforehand, over the wire as fast as they are acknowledged, or at a pace:
 * produce.ts PORT '{"size":16384,"connections":4,"inflight":5,"seconds":5,"acks":1,"partitions":1,"mbPerSecond":0}'
 * Prints one line of JSON.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { createTopic, deleteTopic, FrameSocket, Latencies, PASSING, produceFrame } from './frames.ts'

export interface ProduceLoad {
  size: number
  connections: number
  inflight: number
  seconds: number
  acks?: number
  partitions?: number
  /** 0: as fast as it goes. */
  mbPerSecond?: number
  /** It is there, and stays; default: a new one, which is removed afterwards. */
  topic?: string
}

const port = Number(process.argv[2])
const load = JSON.parse(process.argv[3]!) as ProduceLoad
const { size, connections, inflight, seconds, acks = 1, partitions = 1, mbPerSecond = 0 } = load
const topic = load.topic ?? `load-${process.pid}`
if (load.topic === undefined) await createTopic(port, topic, partitions, PASSING)
const frames = Array.from({ length: partitions }, (_, index) => produceFrame(topic, index, size, acks))
const sockets = await Promise.all(Array.from({ length: connections }, () => FrameSocket.connect(port)))

const WARM_MS = 1000
let counting = false
let running = true
let answers = 0
const latencies = new Latencies()
/** Each connection in its own order: no two ask for the same partition all the time. */
const turns = sockets.map((_, i) => i)
const nextFrame = (i: number) => {
  turns[i]! += 1
  return frames[turns[i]! % partitions]!.frame
}
sockets.forEach((socket, i) => {
  socket.onAnswer = ms => {
    if (counting) {
      answers++
      if (answers % 10 === 0 || mbPerSecond > 0) latencies.add(ms)
    }
    if (running && mbPerSecond === 0) socket.send(nextFrame(i))
  }
})
const { bytes } = frames[0]!
if (mbPerSecond > 0) void paced()
else for (const [i, socket] of sockets.entries()) for (let n = 0; n < inflight; n++) socket.send(nextFrame(i))
await delay(WARM_MS)
counting = true
const began = performance.now()
await delay(seconds * 1000)
const took = (performance.now() - began) / 1000
counting = false
running = false
const { p50, p99, p999 } = latencies.summary
const rate = answers / took
process.stdout.write(`${JSON.stringify({ requests: rate, mb: (rate * bytes) / 1e6, p50, p99, p999 })}\n`)
for (const socket of sockets) socket.close()
if (load.topic === undefined) await deleteTopic(port, topic)

/** Even steps of 2 ms; what the server did not take in time waits, and its wait counts. */
async function paced(): Promise<void> {
  const started = performance.now()
  let sent = 0
  for (let next = 0; running; ) {
    const due = ((performance.now() - started) / 1000) * ((mbPerSecond * 1e6) / bytes)
    for (; sent < due; sent++) {
      sockets[next]!.send(nextFrame(next))
      next = (next + 1) % sockets.length
    }
    await delay(2)
  }
}
