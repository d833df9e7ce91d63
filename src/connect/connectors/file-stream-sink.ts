/**
 * FileStreamSink: each value of topics as a line of a file, as Java's toString() has it; without a file, on standard output.
 * Source: Kafka 4.3 `FileStreamSinkConnector`, `FileStreamSinkTask`.
 */
import fs from 'node:fs'
import { javaText } from '../data/java-text.ts'
import { ConnectError } from '../errors.ts'
import { settings, sinkConnector } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'

export const FileStreamSink = sinkConnector({
  class: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  version: KAFKA_VERSION,
  config: settings({
    file: {
      type: 'string',
      default: null,
      importance: 'high',
      doc: 'The file to add lines to. Without one: standard output.',
    },
  }),
  alterOffsets: () => true,
  start: (_config, _context, given) => ({
    taskConfigs: maxTasks => Array.from({ length: maxTasks }, () => given),
  }),
  async task({ file }) {
    const handle = file ? await open(file) : undefined
    return {
      async put(records) {
        if (records.length === 0) return
        const lines = `${records.map(({ valueSchema, value }) => javaText(valueSchema, value)).join('\n')}\n`
        if (handle) await handle.appendFile(lines)
        else await new Promise<void>(resolve => process.stdout.write(lines, () => resolve()))
      },
      // What was acknowledged must be there after a power cut too.
      flush: () => handle?.datasync(),
      stop: () => handle?.close(),
    }
  },
})

async function open(file: string): Promise<fs.promises.FileHandle> {
  try {
    return await fs.promises.open(file, 'a')
  } catch (cause) {
    throw new ConnectError(`Couldn't find or create file '${file}' for FileStreamSinkTask`, { cause })
  }
}
