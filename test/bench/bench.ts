/** What a bench gets, and what it is: a name, how long it may take, and a function that fills rows. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root, run, type Server } from './measure.ts'
import { kafka, ours, type Subject } from './subjects.ts'
import type { Table } from './table.ts'

export interface Bench {
  readonly quick: boolean
  readonly table: Table
  readonly room: string
  /** Of an Apache Kafka release: its tools and its server. */
  readonly home: string | undefined
  readonly subjects: readonly Subject[]
  /** What did not work; the rows beside it are measured all the same. */
  readonly failures: string[]
}

export interface BenchPart {
  readonly run: (bench: Bench) => Promise<void>
  /** What it takes on a quiet machine of two cores beside Apache Kafka; none: not a part of that run. */
  readonly seconds: { readonly full: number; readonly quick?: number }
}

export type Started = readonly [Subject, Server]

export function prepared(table: Table, quick: boolean): Bench {
  const home = process.env['KAFKA_HOME']
  const room = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-bench-'))
  return { quick, table, room, home, subjects: home ? [ours, kafka(home, room)] : [ours], failures: [] }
}

export const fresh = ({ room }: Bench, name: string): string =>
  fs.mkdtempSync(path.join(room, `${name.replace(/ /g, '-')}-`))

/** Each bench starts its own servers, so that none inherits another's page cache or compiled code. */
export async function withServers(
  bench: Bench,
  use: (servers: readonly Started[]) => Promise<void>,
  overrides: Readonly<Record<string, string>> = {},
): Promise<void> {
  const servers: [Subject, Server][] = []
  const dirs = bench.subjects.map(({ name }) => fresh(bench, name))
  await settle()
  try {
    for (const [i, subject] of bench.subjects.entries())
      servers.push([subject, await subject.server(dirs[i]!, overrides)])
    await use(servers)
  } finally {
    // Their data goes with them: nobody waits for a clean end.
    for (const [, server] of servers) await server.stop('SIGKILL')
    for (const dir of dirs) fs.rmSync(dir, { recursive: true, force: true })
  }
}

/** What was written before is on the disk: a bench that pays for another's writes says nothing. */
export const settle = () => run('sync', [], { timeoutMs: LOAD_MS })

/** 20 GB, on a slow disk. */
const LOAD_MS = 900_000

/** Run one of `load/`, a process of its own. @returns the line of JSON that it printed */
export async function load<Result>(name: string, ...args: (string | number)[]): Promise<Result> {
  const file = path.join(root, 'test/bench/load', `${name}.ts`)
  const { out } = await run(process.execPath, ['--import=tsx', file, ...args.map(String)], { timeoutMs: LOAD_MS })
  return JSON.parse(out) as Result
}

/** What does not work is said, and the rest is measured. @returns whether it worked */
export async function attempt({ failures }: Bench, what: string, step: () => Promise<void>): Promise<boolean> {
  try {
    await step()
    return true
  } catch (error) {
    failures.push(`${what}: ${error instanceof Error ? error.message : error}`)
    console.error(`bench: failed: ${failures.at(-1)}`)
    return false
  }
}

/** One turn of each is not a comparison, and more than this is patience. */
const ROUNDS = { least: 2, most: 5 }

/** Rounds until `seconds` would be over; `--quick` is content with one. */
export async function turns({ quick }: Bench, seconds: number, each: (round: number) => Promise<void>): Promise<void> {
  const began = performance.now()
  for (let round = 0; round < (quick ? 1 : ROUNDS.most); round++) {
    const gone = (performance.now() - began) / 1000
    if (round >= ROUNDS.least && (gone / round) * (round + 1) > seconds) break
    await each(round)
  }
}

/**
 * Rounds in turn: A B, then A B again, so that a machine that grows slower is slower for both. Who fails once is out of the
 * other rounds of `what`.
 */
export async function rounds(
  bench: Bench,
  what: string,
  seconds: number,
  servers: readonly Started[],
  each: (subject: Subject, server: Server, round: number) => Promise<void>,
): Promise<void> {
  const fit = new Set(servers)
  await turns(bench, seconds, async round => {
    for (const started of [...fit]) {
      const [subject, server] = started
      if (!(await attempt(bench, `${what}, ${subject.name}`, () => each(subject, server, round)))) fit.delete(started)
    }
  })
}
