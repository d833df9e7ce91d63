/**
 * Fill a broker: batches built beforehand into one partition after the other, until there are so many bytes:
 * fill.ts PORT '{"partitions":20,"bytes":20000000000,"size":1000000}'. Prints the seconds as a line of JSON.
 * Topics of 1,000 partitions or fewer are made for it, unless there is a `topic`.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Connection } from '../../../src/net/connection.ts'
import { ListOffsets } from '../../../src/protocol/generated/apis/02-list-offsets.ts'
import { createTopic, FrameSocket, produceFrame } from './frames.ts'

interface FillLoad {
  topic?: string
  partitions: number
  bytes: number
  size: number
}

const TOPIC_PARTITIONS = 1000
const CONNECTIONS = 4
const IN_FLIGHT = 2

const port = Number(process.argv[2])
const { topic, partitions, bytes, size } = JSON.parse(process.argv[3]!) as FillLoad
const nameOf = (partition: number) => topic ?? `filled-${Math.floor(partition / TOPIC_PARTITIONS)}`
const connection = await Connection.connect({ host: '127.0.0.1', port })
for (let from = 0; from < partitions; from += TOPIC_PARTITIONS) {
  const count = Math.min(TOPIC_PARTITIONS, partitions - from)
  if (topic === undefined) await createTopic(port, nameOf(from), count)
  for (let index = 0; index < count; index++) await led(nameOf(from), index)
}
connection.close()
const frames = Array.from({ length: partitions }, (_, i) => produceFrame(nameOf(i), i % TOPIC_PARTITIONS, size))
const began = performance.now()
let [sent, frame] = [0, 0]
await Promise.all(
  Array.from({ length: CONNECTIONS }, async () => {
    const socket = await FrameSocket.connect(port)
    await new Promise<void>(resolve => {
      const next = () => {
        const { frame: request, bytes } = frames[frame++ % partitions]!
        sent += bytes
        socket.send(request)
      }
      socket.onAnswer = () => {
        if (sent < bytes) next()
        else if (socket.open === 0) resolve()
      }
      for (let i = 0; i < IN_FLIGHT; i++) next()
    })
    socket.close()
  }),
)
process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - began) / 1000, bytes: sent })}\n`)

/** A broker hears of its new partitions a moment after they were made. */
async function led(name: string, partitionIndex: number): Promise<void> {
  const topics = [{ name, partitions: [{ partitionIndex, timestamp: -1 }] }]
  for (;;) {
    const answer = await connection.send(ListOffsets, 7, { replicaId: -1, isolationLevel: 0, topics })
    if (answer.topics[0]!.partitions[0]!.errorCode === 0) return
    await delay(20)
  }
}
