/** The offsets of connectors in a topic of one partition, with their view in a file: as tests of views open them. */
import { OffsetsTopic } from '../../../src/connect/storage/offsets-topic.ts'
import { createLogger } from '../../../src/lib/logger.ts'

export interface Place {
  bootstrap: string
  topic: string
  file: string
}

/** Not started yet. @param write gets what is said of it */
export function offsetsStore(
  { bootstrap, topic, file }: Place,
  write: (line: string) => void,
  readCommitted = false,
): OffsetsTopic {
  const clients = { 'bootstrap.servers': bootstrap }
  return new OffsetsTopic({
    internal: {
      topic,
      purpose: 'offsets',
      setting: 'offset.storage.topic',
      partitions: 1,
      replicationFactor: 1,
      configs: {},
    },
    clients: { admin: clients, consumer: clients, producer: clients },
    readCommitted,
    log: createLogger({ write, level: 'info' }),
    file,
  })
}
