/**
 * A directory's life (test/kit/life), lived by turns in Apache Kafka and tskafka, with one server.properties; some clients live
 * through all of it. After each stage Kafka's kafka-dump-log reads every file.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Test } from 'tap'
import type { Consumer } from '../../src/client/consumer/consumer.ts'
import type { Producer } from '../../src/client/producer/producer.ts'
import { lifeSettings, liveOn, type Memories, remember } from '../kit/life/life.ts'
import { formatWithKafka, kafkaTool, properties, serveKafka, serveTskafka } from './kafka.ts'

const makers = { kafka: serveKafka, tskafka: serveTskafka }
export type Maker = keyof typeof makers

/**
 * What dump-log says of a file that is not as it should be; compacted logs have holes. A batch that lost its last record keeps
 * its timestamp, in its header and in the time index, and dump-log finds no record of that time (-1): so it says of Kafka's own.
 */
const COMPLAINTS =
  /isvalid: false|Mismatches in|Index timestamp: \d+, log timestamp: \d+|out of order timestamp|Could not|Exception|corrupt/gi

export async function playLife(t: Test, stages: readonly Maker[], end: 'stop' | 'kill'): Promise<void> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-life-'))
  t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
  const data = path.join(dir, 'data')
  const { file, port } = await properties(dir, data, 'bootstrap.servers')
  const more = Object.entries(lifeSettings).map(([name, value]) => `${name}=${value}\n`)
  fs.appendFileSync(file, more.join(''))
  if (stages[0] === 'kafka') await formatWithKafka(file, ['--standalone'])
  const live = new Map<string, Producer | Consumer>()
  t.teardown(() => Promise.all(Array.from(live.values(), client => client.close(100))))
  const memories: Memories = {}
  for (const [stage, maker] of stages.entries()) {
    const server = await makers[maker](t, file, port)
    // A Kafka that was killed has no leaders in its first seconds, and takes partitions without one for deleted ones: what times
    // out then gets no marker, and hangs (4.3.1 `TransactionMarkerChannelManager`).
    const timesOut = end === 'stop' || stages[stage + 1] === 'tskafka'
    if (stage > 0) await remember(server.address, memories, { stage, live, timesOut })
    if (stage > 0) t.pass(`stage ${stage}: ${maker} remembers what ${stages[stage - 1]} left`)
    await liveOn(server.address, memories, { stage, live, timesOut })
    t.pass(`stage ${stage}: ${maker} goes on`)
    await server[end]()
    await inspect(t, data, end)
  }
}

/** What a killed one leaves of its indexes is for its next start: then only what is in the logs counts. */
async function inspect(t: Test, data: string, end: 'stop' | 'kill'): Promise<void> {
  const kinds = end === 'stop' ? /\.(log|index|timeindex|txnindex|snapshot)$/ : /\.log$/
  const files = fs
    .readdirSync(data)
    .filter(name => /-\d+$/.test(name))
    .flatMap(name => fs.readdirSync(path.join(data, name)).map(file => path.join(data, name, file)))
    .filter(file => kinds.test(file))
  const { code, stdout, stderr } = await kafkaTool('org.apache.kafka.tools.DumpLogSegments', [
    '--deep-iteration',
    '--files',
    files.join(','),
  ])
  t.equal(code, 0)
  t.same((stdout + stderr).match(COMPLAINTS) ?? [], [], `kafka-dump-log has nothing to say of ${files.length} files`)
}
