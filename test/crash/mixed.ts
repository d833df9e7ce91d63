/**
 * kill -9 under a mixed load, again and again on one data directory: idempotent producers, transactions that commit and abort,
 * with offsets in them and without, a compacted topic that is cleaned all the time, groups that commit, readers. After each
 * restart everything is read and compared with what was acknowledged (mixed-ledger.ts). Every few rounds the load ends, what is
 * open settles and the comparison is strict; then its topics are deleted, and it begins again with others.
 *
 *   npx tsx test/crash/mixed.ts 1000 [seed]     the directory is kept when something is wrong with it
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Admin } from '../../src/client/admin/admin.ts'
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { SECONDS } from '../../src/lib/units.ts'
import { check, KINDS, Ledger, type Mark, type View } from './mixed-ledger.ts'
import { allOf, connection, copiersOf, type Stage, startLoad, topicOf } from './mixed-load.ts'
import { freePort, ServerProcess } from './server-process.ts'

const PARTITIONS = 3
/** Rounds of one load. */
const STAGE_ROUNDS = 10
/** On a disk that others write to, a sync can take half a minute. */
const PATIENCE_MS = 120 * SECONDS
const settings = [
  'offsets.topic.num.partitions=3',
  'log.roll.ms=500',
  'log.flush.offset.checkpoint.interval.ms=300',
  'transaction.state.log.num.partitions=3',
  'transaction.abort.timed.out.transaction.cleanup.interval.ms=200',
  'group.initial.rebalance.delay.ms=0',
  'group.min.session.timeout.ms=1000',
  'log.cleaner.backoff.ms=50',
  'log.cleaner.min.cleanable.ratio=0.01',
]
const small = { 'segment.ms': '500', 'file.delete.delay.ms': '200' }
const compacted = {
  'cleanup.policy': ['compact'] as const,
  'segment.ms': '100',
  'min.cleanable.dirty.ratio': '0.01',
  'delete.retention.ms': '200',
  'file.delete.delay.ms': '200',
}

export interface MixedReport {
  seed: number
  rounds: number
  anomalies: string[]
  counts: Record<string, number>
  errors: Record<string, number>
  longestRoundMs: number
  dir: string
}

export async function mixedRounds(
  rounds: number,
  seed: number,
  say: (report: MixedReport) => void = () => {},
): Promise<MixedReport> {
  const random = seededRandom(seed)
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-mixed-'))
  const server = new ServerProcess(dir, Number(process.env.BASE_PORT ?? (await freePort())), settings)
  const report: MixedReport = { seed, rounds: 0, anomalies: [], counts: {}, errors: {}, longestRoundMs: 0, dir }
  server.start()
  try {
    for (let number = 0; report.rounds < rounds && report.anomalies.length === 0; number++) {
      const stage: Stage = {
        bootstrap: server.address,
        ledger: new Ledger(),
        seed: seed + number,
        suffix: String(number),
        partitions: PARTITIONS,
        groupProtocol: number % 2 === 0 ? 'classic' : 'consumer',
        stopping: false,
      }
      await server.ready()
      await begin(stage, number)
      const load = startLoad(stage)
      try {
        for (let i = 0; i < STAGE_ROUNDS && report.rounds < rounds && stage.ledger.anomalies.length === 0; i++) {
          const began = Date.now()
          await round(server, stage, random)
          report.longestRoundMs = Math.max(report.longestRoundMs, Date.now() - began)
          report.rounds++
        }
        stage.stopping = true
        await inTime(load, 'the clients to stop')
        await inTime(settle(stage), 'what is open to settle')
      } finally {
        stage.stopping = true
        add(report, stage.ledger)
        say(report)
      }
    }
    return report
  } catch (error) {
    report.anomalies.push(String(error instanceof Error ? error.stack : error))
    return report
  } finally {
    await server.kill('SIGTERM')
    if (report.anomalies.length === 0) fs.rmSync(dir, { recursive: true, force: true })
  }
}

/** New topics; those of the stage before go. */
async function begin(stage: Stage, number: number): Promise<void> {
  await using admin = await Admin.connect(stage.bootstrap)
  const topics = KINDS.map(kind => ({
    name: topicOf(stage, kind),
    partitions: PARTITIONS,
    configs: kind === 'table' ? compacted : small,
  }))
  for (const { error } of await admin.createTopics(topics)) if (error) throw error
  if (number === 0) return
  const old = KINDS.map(kind => topicOf({ ...stage, suffix: String(number - 1) }, kind))
  for (const { error } of await admin.deleteTopics(old)) if (error) throw error
}

async function round(server: ServerProcess, stage: Stage, random: ReturnType<typeof seededRandom>): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, random.below(600)))
  // One in five is killed again on its way up, or soon after.
  for (let again = true; again; again = random.below(5) === 0) {
    if (server.died !== undefined) throw new Error(server.died)
    await server.kill()
    server.start()
    if (random.below(5) === 0) await new Promise(resolve => setTimeout(resolve, random.below(400)))
  }
  const mark = stage.ledger.mark()
  await server.ready()
  await inTime(look(stage, mark, false), 'everything to be read')
}

async function settle(stage: Stage): Promise<void> {
  await using committed = new Consumer({ ...connection(stage), 'isolation.level': 'read_committed' })
  await using written = new Consumer(connection(stage))
  for (const everything = allOf(stage, KINDS); ; await new Promise(resolve => setTimeout(resolve, 50))) {
    const ends = await written.endOffsets(everything)
    if ((await committed.endOffsets(everything)).every((end, i) => end === ends[i])) break
  }
  await look(stage, stage.ledger.mark(), true)
}

/** Read everything, and compare. */
async function look(stage: Stage, mark: Mark, settled: boolean): Promise<void> {
  const { ledger } = stage
  await using consumer = new Consumer({
    ...connection(stage),
    'group.id': copiersOf(stage),
    'isolation.level': 'read_committed',
    'enable.auto.commit': 'false',
    'max.poll.records': '5000',
  })
  const everything = allOf(stage, KINDS)
  const ends = await consumer.endOffsets(everything)
  const views = KINDS.flatMap((kind, k) =>
    Array.from({ length: PARTITIONS }, (_, partition): View => {
      return { kind, partition, end: ends[k * PARTITIONS + partition]!, records: [] }
    }),
  )
  await consumer.assign(everything)
  await consumer.seekToBeginning()
  const isRead = async () =>
    (await Promise.all(everything.map(at => consumer.position(at)))).every((position, i) => position >= ends[i]!)
  while (!(await isRead()))
    for (const { topic, partition, offset, key, value } of await consumer.poll(100))
      views[everything.findIndex(at => at.topic === topic && at.partition === partition)]!.records.push({
        offset,
        key: key && String(key),
        value: value && String(value),
      })
  check(ledger, mark, views, settled)
  await lookAtGroups(stage, mark, views, settled)
}

async function lookAtGroups(stage: Stage, mark: Mark, views: readonly View[], settled: boolean): Promise<void> {
  const topic = topicOf(stage, 'plain')
  await using admin = await Admin.connect(stage.bootstrap)
  const { topics } = await admin.describeCluster().then(async () => ({ topics: await admin.listTopics() }))
  const stale = topics.filter(({ name }) => /^[a-z]+-\d+$/.test(name) && !name.endsWith(`-${stage.suffix}`))
  if (stale.length > 0) stage.ledger.wrong(`deleted, and there: ${stale.map(({ name }) => name)}`)
  for (const [group, acknowledged] of mark.commits) {
    const consumer = new Consumer({ ...connection(stage), 'group.id': group, 'enable.auto.commit': 'false' })
    const [found] = await consumer.committed([{ topic, partition: 0 }])
    await consumer.close()
    const { asked } = stage.ledger.commits.get(group)!
    const offset = found?.offset ?? 0
    if (offset < acknowledged || offset > asked)
      stage.ledger.wrong(`${group} is at ${offset}; ${acknowledged} was acknowledged, ${asked} asked for`)
  }
  if (!settled) return
  await using copiers = new Consumer({
    ...connection(stage),
    'group.id': copiersOf(stage),
    'enable.auto.commit': 'false',
  })
  const offsets = await copiers.committed(allOf(stage, ['plain']))
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const recordsOf = (kind: View['kind']) => views.find(v => v.kind === kind && v.partition === partition)!.records
    const due = recordsOf('plain').filter(({ offset }) => offset < (offsets[partition]?.offset ?? 0))
    const [expected, copied] = [due, recordsOf('copy')].map(all => all.map(({ value }) => value))
    const missing = expected!.filter(value => !copied!.includes(value))
    const extra = copied!.filter(value => !expected!.includes(value))
    if (missing.length + extra.length > 0)
      stage.ledger.wrong(
        `copied of partition ${partition}: missing ${missing.slice(0, 5)}, too many ${extra.slice(0, 5)}`,
      )
  }
}

async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${PATIENCE_MS} ms in vain for ${what}`)), PATIENCE_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function add(report: MixedReport, ledger: Ledger): void {
  report.anomalies.push(...ledger.anomalies.slice(0, 20))
  const count = (name: string, more: number) => {
    report.counts[name] = (report.counts[name] ?? 0) + more
  }
  count('records acknowledged', ledger.plain.length)
  for (const { outcome } of ledger.txns) count(`transactions ${outcome}`, 1)
  for (const history of ledger.keys.values()) count('writes of keys', history.length)
  for (const { acknowledged } of ledger.commits.values()) count('offsets committed', acknowledged)
  for (const [name, times] of Object.entries(ledger.errors)) report.errors[name] = (report.errors[name] ?? 0) + times
}

if (process.argv[1] === import.meta.filename) {
  const [rounds = 50, seed = Date.now() % 100_000] = process.argv.slice(2).map(Number)
  const began = Date.now()
  const line = ({ dir, ...report }: MixedReport) =>
    JSON.stringify({
      ...report,
      seconds: Math.round((Date.now() - began) / 1000),
      ...(report.anomalies.length > 0 && { dir }),
    })
  const report = await mixedRounds(rounds, seed, report => {
    if (report.rounds % 50 === 0) console.log(line(report))
  })
  console.log(line(report))
  process.exit(report.anomalies.length > 0 ? 1 : 0)
}
