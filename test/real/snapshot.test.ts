/** A snapshot of ours, as Apache Kafka's tools and Apache Kafka itself read it. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import t from 'tap'
import { Connection } from '../../src/net/connection.ts'
import { createTopic } from '../broker/start.ts'
import { kafkaTool, properties, serveKafka, serveTskafka } from './kafka.ts'

t.test('kafka-dump-log reads it, and Apache Kafka starts with it', async t => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-snapshot-'))
  t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
  const { file, port } = await properties(dir, path.join(dir, 'data'), 'bootstrap.servers')
  fs.appendFileSync(file, 'metadata.log.max.record.bytes.between.snapshots=1000\n')
  const ours = await serveTskafka(t, file, port)
  const connection = await Connection.connect({ host: '127.0.0.1', port })
  for (let i = 0; i < 10; i++) await createTopic(connection, `topic${i}`, 2, { 'retention.ms': '1000' })
  connection.close()
  await ours.stop()
  const log = path.join(dir, 'data/__cluster_metadata-0')
  const newest = path.join(
    log,
    fs
      .readdirSync(log)
      .filter(name => name.endsWith('.checkpoint'))
      .sort()
      .at(-1)!,
  )
  t.not(path.basename(newest), '00000000000000000000-0000000000.checkpoint')
  const dumped = await kafkaTool('org.apache.kafka.tools.DumpLogSegments', [
    '--cluster-metadata-decoder',
    '--files',
    newest,
  ])
  t.equal(dumped.code, 0, dumped.stderr)
  t.match(dumped.stdout, /SnapshotHeader .*\n.*KRaftVersion .*"kRaftVersion":1.*\n.*KRaftVoters .*"voterId":1/)
  t.match(dumped.stdout, /"type":"TOPIC_RECORD".*"name":"topic0"/)
  t.match(dumped.stdout, /SnapshotFooter/)
  t.notMatch(dumped.stdout, /isvalid: false|Could not/)
  const theirs = await serveKafka(t, file, port)
  const topics = await kafkaTool('org.apache.kafka.tools.TopicCommand', [
    '--list',
    '--bootstrap-server',
    theirs.address,
  ])
  t.equal(topics.stdout, Array.from({ length: 10 }, (_, i) => `topic${i}\n`).join(''))
  await theirs.stop()
})
