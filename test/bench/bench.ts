/** What a bench gets, and what it is: a name, and a function that fills rows. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root, run, type Server } from './measure.ts'
import { kafka, ours, type Subject } from './subjects.ts'
import type { Table } from './table.ts'

export interface Bench {
  readonly quick: boolean
  /** Rounds of A B A B. */
  readonly runs: number
  readonly table: Table
  readonly room: string
  /** Of an Apache Kafka release: its tools and its server. */
  readonly home: string | undefined
  readonly subjects: readonly Subject[]
}

export type BenchFunction = (bench: Bench) => Promise<void>

export function prepared(table: Table, quick: boolean): Bench {
  const home = process.env['KAFKA_HOME']
  return {
    quick,
    runs: quick ? 2 : 3,
    table,
    room: fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-bench-')),
    home,
    subjects: home ? [ours, kafka(home)] : [ours],
  }
}

export const fresh = ({ room }: Bench, name: string): string =>
  fs.mkdtempSync(path.join(room, `${name.replace(/ /g, '-')}-`))

/** Each bench starts its own servers, so that none inherits another's page cache or compiled code. */
export async function withServers(
  bench: Bench,
  use: (servers: readonly (readonly [Subject, Server])[]) => Promise<void>,
  overrides: Readonly<Record<string, string>> = {},
): Promise<void> {
  const servers: [Subject, Server][] = []
  const dirs = bench.subjects.map(({ name }) => fresh(bench, name))
  try {
    for (const [i, subject] of bench.subjects.entries())
      servers.push([subject, await subject.server(dirs[i]!, overrides)])
    await use(servers)
  } finally {
    for (const [, server] of servers) await server.stop()
    for (const dir of dirs) fs.rmSync(dir, { recursive: true, force: true })
  }
}

/** 20 GB, on a slow disk. */
const LOAD_MS = 900_000

/** Run one of `load/`, a process of its own. @returns the line of JSON that it printed */
export async function load<Result>(name: string, ...args: (string | number)[]): Promise<Result> {
  const file = path.join(root, 'test/bench/load', `${name}.ts`)
  const { out } = await run(process.execPath, ['--import=tsx', file, ...args.map(String)], { timeoutMs: LOAD_MS })
  return JSON.parse(out) as Result
}

/** Rounds in turn: A B, then A B again, so that a machine that grows slower is slower for both. */
export async function rounds(
  { runs }: Bench,
  servers: readonly (readonly [Subject, Server])[],
  each: (subject: Subject, server: Server, round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < runs; round++) for (const [subject, server] of servers) await each(subject, server, round)
}
