/**
 * doctor: what is wrong with data directories, and what a start would make of it. Nothing is changed: not a byte, not a time.
 * Apache Kafka has no such tool; its directories are looked at as well.
 */
import path from 'node:path'
import { json, printJson } from '../src/cli/json.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { SCHEMA_VERSION as GROUPS_VERSION } from '../src/group/schema.ts'
import { type DirectoryReport, examineDirectory } from '../src/log/doctor/directory.ts'
import { type Finding, isWrong, type Verdict } from '../src/log/doctor/finding.ts'
import { readOnlyFiles } from '../src/log/doctor/read-only.ts'
import { examineMetadata, logsOf } from '../src/metadata/doctor.ts'
import { SCHEMA_VERSION as TRANSACTIONS_VERSION } from '../src/transaction/schema.ts'
import { examineView } from '../src/view/examine.ts'

const verdicts: Record<Verdict, string> = {
  noted: 'good to know: a start',
  repaired: 'a start repairs it:',
  unseen: 'a start does not notice it:',
  offline: 'a start cannot use it:',
  refused: 'a start refuses:',
}

export const doctor = tool({
  name: 'doctor',
  summary: 'Say what is wrong with data directories, changing nothing',
  own: true,
  grammar: 'argparse4j',
  operands: '<directory>...',
  flags: { json: json() },
  examples: ['tskafka doctor .tskafka', 'tskafka doctor /data/a /data/b', 'tskafka doctor .tskafka --json'],
  async run({ options, operands, io }) {
    if (operands.length === 0) throw new UsageError('doctor takes the data directories to look at')
    const reports = operands.map(each => examineDirectory(path.resolve(io.cwd, each)))
    for (const report of reports) examineFurther(report, reports)
    const findings = reports.flatMap(each => each.findings)
    const wrong = findings.filter(isWrong)
    if (options.json) printJson(io, { verdict: verdictOf(wrong), directories: reports.map(asJson) })
    else for (const report of reports) for (const line of lines(report)) io.print(line)
    return wrong.length > 0 ? 1 : 0
  },
})

/** What the directories say of one another. */
function examineFurther(report: DirectoryReport, reports: readonly DirectoryReport[]): void {
  const { findings, topics } = examineMetadata(readOnlyFiles, report)
  report.findings.push(...findings)
  // The views of coordinators; their logs may lie in any of the directories.
  for (const [name, version] of coordinatorViews)
    report.findings.push(
      ...examineView({ file: path.join(report.path, name), version, logOf: logsOf(reports) }).findings,
    )
  const [first] = reports
  const [mine, theirs] = [report.meta, first?.meta]
  if (mine && theirs && (mine.clusterId !== theirs.clusterId || mine.nodeId !== theirs.nodeId))
    report.findings.push({
      path: path.join(report.path, 'meta.properties'),
      problem: `it is of node ${mine.nodeId} of cluster ${mine.clusterId}, and ${first!.path} of node ${theirs.nodeId} of cluster ${theirs.clusterId}`,
      verdict: 'refused',
      start: 'refuses: all directories of a broker must be of one node',
    })
  for (const { topic, partition, topicId, dir } of reports.flatMap(({ partitions }) => partitions)) {
    const known = topics?.get(topic)
    if (topics && topicId !== undefined && known !== undefined && known !== topicId)
      report.findings.push({
        path: dir,
        problem: `it is of a topic ${topicId}; ${topic} is ${known}`,
        verdict: 'repaired',
        start: 'puts it aside as -stray, and makes an empty one',
      })
    const others = reports.filter(each => each.partitions.some(p => p.topic === topic && p.partition === partition))
    if (others.length > 1 && others[0] === report && dir.startsWith(report.path))
      report.findings.push({
        path: dir,
        problem: `${topic}-${partition} lies in ${others.map(each => each.path).join(' and in ')}`,
        verdict: 'refused',
        start: 'refuses: move one of them away, the one of the disk that has failed',
      })
  }
}

const coordinatorViews: readonly [name: string, version: number][] = [
  ['groups.db', GROUPS_VERSION],
  ['transactions.db', TRANSACTIONS_VERSION],
]

const verdictOf = (wrong: readonly Finding[]): string => {
  const worst = (['refused', 'offline', 'unseen', 'repaired'] as const).find(each =>
    wrong.some(({ verdict }) => verdict === each),
  )
  return worst ?? 'ok'
}

const asJson = ({ path: directory, meta, clean, partitions, findings }: DirectoryReport) => ({
  directory,
  verdict: verdictOf(findings.filter(isWrong)),
  meta: meta ?? null,
  cleanShutdown: clean,
  partitions: partitions.map(({ topic, partition, topicId, segments, batches, logStartOffset, endOffset }) => ({
    topic,
    partition,
    topicId: topicId ?? null,
    segments,
    batches,
    logStartOffset,
    endOffset,
  })),
  findings: findings.map(({ path: where, position, problem, verdict, start }) => ({
    path: path.relative(directory, where),
    position: position ?? null,
    problem,
    verdict,
    start,
  })),
})

function* lines({ path: directory, meta, partitions, findings }: DirectoryReport): Generator<string> {
  yield meta
    ? `${directory}: node ${meta.nodeId} of cluster ${meta.clusterId}, directory ${meta.directoryId}`
    : directory
  for (const { path: where, position, problem, verdict, start } of findings) {
    const name = path.relative(directory, where) || '.'
    yield `  ${name}${position === undefined ? '' : ` at byte ${position}`}: ${problem}`
    yield `    ${verdicts[verdict]} ${verdict === 'refused' ? start.replace(/^refuses[,:]? ?/, '') : start}`.trimEnd()
  }
  const segments = sum(partitions.map(each => each.segments))
  const batches = sum(partitions.map(each => each.batches))
  const wrong = findings.filter(isWrong).length
  yield `  ${count(partitions.length, 'partition')}, ${count(segments, 'segment')}, ${count(batches, 'batch')}: ${wrong === 0 ? 'ok' : `${wrong} wrong`}`
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)

const count = (n: number, what: string) => `${n} ${n === 1 ? what : what.endsWith('h') ? `${what}es` : `${what}s`}`
