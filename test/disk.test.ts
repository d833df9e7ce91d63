/** What a release of tskafka has written, and what Apache Kafka has, is opened by every version that comes after it. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { directory, startBroker } from './broker/start.ts'
import { unpack } from './kit/life/directory.ts'
import { lifeSettings, liveOn, remember } from './kit/life/life.ts'

const folder = path.resolve(import.meta.dirname, '../fixtures/disk')
/** The years go by for a directory that is kept. */
const forever = {
  'log.retention.ms': '-1',
  'offsets.retention.minutes': '2147483647',
  'transactional.id.expiration.ms': '2147483647',
  'producer.id.expiration.ms': '2147483647',
}
const found = fs.readdirSync(folder).filter(name => name.endsWith('.json.gz'))
t.ok(found.includes('tskafka-0.1.0.json.gz') && found.includes('kafka-4.3.1.json.gz'), found.join())

for (const name of found)
  for (const [how, wanted] of [
    ['as it is, and it goes on', () => true],
    ['without its views, and as if it had been killed', (file: string) => !/\.db|\.kafka_cleanshutdown/.test(file)],
  ] as const)
    t.test(`${name} ${how}`, async t => {
      const dir = directory(t)
      const { memories, stages: stage } = unpack(path.join(folder, name), dir, wanted)
      const { broker, log } = await startBroker(t, { ...lifeSettings, ...forever }, dir)
      const more = { stage, live: undefined, timesOut: false }
      await remember(broker.address, memories, more)
      if (how.endsWith('goes on')) await liveOn(broker.address, memories, more)
      t.same(
        log.filter(line => / (WARN|ERROR) /.test(line)),
        [],
      )
    })
