/**
 * Appends to one partition, as Produce makes them, beside a bare writev of the same bytes.
 * Each turn of the event loop brings `perTurn` batches, copied as a socket's frames would be; one write a turn.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { topicConfig } from '../../../src/config/server.ts'
import { systemClock } from '../../../src/lib/clock.ts'
import { realFiles } from '../../../src/lib/files.ts'
import { silentLogger } from '../../../src/lib/logger.ts'
import { Handles } from '../../../src/log/handles.ts'
import { PartitionLog } from '../../../src/log/partition-log.ts'
import { encodeBatch } from '../../../src/protocol/record.ts'

const MB = 1_000_000
const total = 500 * MB
const rounds = 3

const turn = () => new Promise<void>(resolve => setImmediate(resolve))
const batchOf = (bytes: number, recordBytes: number) => {
  const count = Math.max(1, Math.floor(bytes / recordBytes))
  const value = Buffer.alloc(Math.max(1, recordBytes - 8), 'some letters ')
  return encodeBatch({ records: Array.from({ length: count }, () => ({ timestamp: Date.now(), value })) })
}

async function throughLog(dir: string, batch: Buffer, count: number, perTurn: number): Promise<void> {
  const config = topicConfig(new Map(), new Map())
  const log = PartitionLog.open({
    dir,
    topic: 'bench',
    partition: 0,
    topicId: 'AQIDBAUGBwgJCgsMDQ4PEA',
    config: () => config,
    files: realFiles,
    handles: new Handles(realFiles),
    clock: systemClock,
    logger: silentLogger,
    recoveryPoint: 0,
    logStartOffset: 0,
    cleanShutdown: true,
  })
  let acknowledged = 0
  for (let i = 0; i < count; i += perTurn) {
    for (let j = 0; j < perTurn; j++) {
      log.append(Buffer.from(batch), { leaderEpoch: 0, origin: 'client' })
      log.onWritten(() => acknowledged++)
    }
    await turn()
  }
  await turn()
  if (acknowledged < count) throw new Error(`${acknowledged} of ${count} acknowledged`)
  log.abandon()
}

async function bare(dir: string, batch: Buffer, count: number, perTurn: number): Promise<void> {
  fs.mkdirSync(dir, { recursive: true })
  const fd = fs.openSync(path.join(dir, 'bare'), 'w')
  for (let i = 0; i < count; i += perTurn) {
    fs.writevSync(
      fd,
      Array.from({ length: perTurn }, () => Buffer.from(batch)),
    )
    await turn()
  }
  fs.closeSync(fd)
}

export async function run(): Promise<void> {
  for (const [bytes, recordBytes, perTurn] of [
    [16 * 1024, 100, 8],
    [16 * 1024, 1000, 8],
    [1024, 1000, 20],
    [200, 100, 20],
  ] as const) {
    const batch = batchOf(bytes, recordBytes)
    const count = Math.ceil(Math.min(total, batch.length * 1e6) / batch.length / perTurn) * perTurn
    const best = { log: 0, bare: 0 }
    for (let round = 0; round < rounds; round++)
      for (const [name, run] of [
        ['bare', bare],
        ['log', throughLog],
      ] as const) {
        const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-append-'))
        const began = performance.now()
        await run(path.join(dir, 'bench-0'), batch, count, perTurn)
        const seconds = (performance.now() - began) / 1000
        best[name] = Math.max(best[name], count / seconds)
        fs.rmSync(dir, { recursive: true })
      }
    const rate = (perSecond: number) =>
      `${((perSecond * batch.length) / MB).toFixed(0).padStart(5)} MB/s ${(perSecond / 1000).toFixed(0).padStart(4)} k/s`
    process.stdout.write(
      `${String(batch.length).padStart(6)} B batches, ${perTurn} a turn: log ${rate(best.log)}   bare writev ${rate(best.bare)}   ${Math.round((100 * best.log) / best.bare)} %\n`,
    )
  }
}
