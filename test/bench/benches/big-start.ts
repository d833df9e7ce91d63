/**
 * From the start of the process to the first records that a client reads, on a large directory whose server was killed: 20 GB in
 * few partitions, and little in very many. Each subject fills a directory of its own, and it goes before the next one's.
 */
import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { Connection } from '../../../src/net/connection.ts'
import { KafkaError } from '../../../src/protocol/errors.ts'
import { Fetch } from '../../../src/protocol/generated/apis/01-fetch.ts'
import { Metadata } from '../../../src/protocol/generated/apis/03-metadata.ts'
import { attempt, type Bench, fresh, load } from '../bench.ts'
import type { Server } from '../measure.ts'
import type { Subject } from '../subjects.ts'
import { note } from '../table.ts'

interface Filling {
  what: string
  partitions: number
  bytes: number
  size: number
}

export const start20gb = (bench: Bench) =>
  each(bench, { what: '20 GB in 20 partitions', partitions: 20, bytes: 20e9, size: 1_000_000 })

export const startPartitions = (bench: Bench) =>
  each(bench, { what: '10,000 partitions with 20 KB each', partitions: 10_000, bytes: 200e6, size: 10_000 })

const RUNS = 2

async function each(bench: Bench, filling: Filling): Promise<void> {
  for (const subject of bench.subjects)
    await attempt(bench, `${filling.what}, ${subject.name}`, () => measure(bench, subject, filling))
}

async function measure(bench: Bench, subject: Subject, filling: Filling): Promise<void> {
  const { table } = bench
  const dir = fresh(bench, subject.name)
  let server = await subject.server(dir)
  try {
    await load('fill', server.port, JSON.stringify(filling))
    for (let i = 0; i < RUNS; i++) {
      await server.stop('SIGKILL')
      const began = performance.now()
      server = await subject.server(dir)
      note(
        table.row(`start after kill -9 with ${filling.what}: a connection is answered`, 'ms', 'less'),
        subject.name,
        server.readyMs,
      )
      await firstRecords(server)
      const ms = performance.now() - began
      note(table.row(`start after kill -9 with ${filling.what}: records are read`, 'ms', 'less'), subject.name, ms)
      console.error(`bench: ${subject.name}, ${filling.what}: answers after ${server.readyMs} ms, reads after ${ms} ms`)
    }
  } finally {
    await server.stop('SIGKILL')
    fs.rmSync(dir, { recursive: true, force: true })
  }
}

const REQUEST_MS = 120_000

/** A server that is on its way up may hang up on those who come too soon. */
async function firstRecords(server: Server): Promise<void> {
  for (const deadline = performance.now() + REQUEST_MS; ; await delay(5))
    try {
      return await readOnce(server)
    } catch (error) {
      if (!(error instanceof KafkaError) || performance.now() > deadline) throw error
    }
}

/** Metadata, then the first records of the last partition, as soon as there is a leader that gives them. */
async function readOnce({ port }: Server): Promise<void> {
  const connection = await Connection.connect({
    host: '127.0.0.1',
    port,
    clientId: 'bench',
    requestTimeoutMs: REQUEST_MS,
  })
  try {
    for (const deadline = performance.now() + REQUEST_MS; performance.now() < deadline; await delay(2)) {
      const { topics } = await connection.send(Metadata, 12, { topics: [{ name: 'filled-0' }] })
      const partition = topics[0]!.partitions.at(-1)
      if (partition === undefined || partition.errorCode !== 0) continue
      const { responses } = await connection.send(Fetch, 12, {
        maxWaitMs: 0,
        minBytes: 1,
        maxBytes: 1e6,
        topics: [
          {
            topic: 'filled-0',
            partitions: [{ partition: partition.partitionIndex, fetchOffset: 0, partitionMaxBytes: 1e6 }],
          },
        ],
        forgottenTopicsData: [],
      })
      if (responses[0]?.partitions[0]?.records?.length) return
    }
    throw new Error(`Nothing could be read within ${REQUEST_MS} ms`)
  } finally {
    connection.close()
  }
}
