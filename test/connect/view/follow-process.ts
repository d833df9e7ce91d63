/** Follows a topic of offsets into a view, until it is killed. Words: the broker, the topic, the file. */
import { OffsetsTopic } from '../../../src/connect/storage/offsets-topic.ts'
import { createLogger } from '../../../src/lib/logger.ts'

const [bootstrap = '', topic = '', file = ''] = process.argv.slice(2)
const clients = { 'bootstrap.servers': bootstrap }
const store = new OffsetsTopic({
  internal: {
    topic,
    purpose: 'offsets',
    setting: 'offset.storage.topic',
    partitions: 1,
    replicationFactor: 1,
    configs: {},
  },
  clients: { admin: clients, consumer: clients, producer: clients },
  readCommitted: false,
  log: createLogger({ write: line => process.stderr.write(line) }),
  file,
})
await store.start()
process.send!('started')
