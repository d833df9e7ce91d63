/**
 * delete-records (kafka-delete-records.sh): delete the oldest records of partitions, up to an offset each.
 * Source: Kafka 4.3 `DeleteRecordsCommand`.
 */
import fs from 'node:fs'
import path from 'node:path'
import { bootstrapServer, clientConfigs, commandConfig } from '../src/cli/client.ts'
import { text } from '../src/cli/flags.ts'
import { whyUnreadable } from '../src/cli/given-file.ts'
import { javaText } from '../src/cli/java-exceptions.ts'
import { hashMapOrder, hashOfPartition } from '../src/cli/java-order.ts'
import { errorJson, json, printJson } from '../src/cli/json.ts'
import { withProgress } from '../src/cli/progress.ts'
import { messages } from '../src/cli/run.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { deleteRecords as deleteBefore } from '../src/client/admin/offsets.ts'
import { KafkaError } from '../src/protocol/errors.ts'

interface Target {
  topic: string
  partition: number
  offset: number
}

const example = '{"partitions": [{"topic": "orders", "partition": 0, "offset": 42}], "version": 1}'

export const deleteRecords = tool({
  name: 'delete-records',
  summary: 'Delete the oldest records of partitions, up to an offset',
  grammar: 'joptsimple',
  flags: {
    bootstrapServer: bootstrapServer(),
    offsetJsonFile: text(
      '--offset-json-file <file>',
      `the first offset to keep of each partition, -1 for none: ${example}`,
    ),
    commandConfig: commandConfig(),
    json: json(),
  },
  rules: [{ all: ['--bootstrap-server', '--offset-json-file'] }],
  examples: ['tskafka delete-records --offset-json-file offsets.json --bootstrap-server localhost:9092'],
  async run({ options, io }) {
    const configs = clientConfigs(io, options)
    const targets = read(path.resolve(io.cwd, options.offsetJsonFile!))
    await using cluster = await connectAdmin(configs)
    if (!options.json) io.print('Executing records delete operation')
    io.stdout.flush()
    const deleting = Promise.all(
      targets.map(async ({ topic, partition, offset }) => {
        try {
          const [row] = await deleteBefore(cluster, [{ topic, partition, offset }])
          if (row?.error) throw row.error
          return { topic, partition, lowWatermark: row?.lowWatermark }
        } catch (error) {
          if (!(error instanceof Error)) throw error
          return { topic, partition, error }
        }
      }),
    )
    const rows = await withProgress(io, `Deleting records of ${targets.length} partitions`, () => deleting)
    const ordered = hashMapOrder(rows, row => hashOfPartition(row.topic, row.partition))
    if (options.json) {
      printJson(io, { partitions: ordered.map(row => (row.error ? { ...row, error: errorJson(row.error) } : row)) })
      return ordered.some(({ error }) => error) ? 1 : 0
    }
    io.print('Records delete operation completed:')
    for (const { topic, partition, error, lowWatermark } of ordered)
      io.print(
        `partition: ${topic}-${partition}\t${error ? `error: ${said(error)}` : `low_watermark: ${lowWatermark}`}`,
      )
    return 0
  },
})

const said = (error: Error) => (error instanceof KafkaError ? javaText(error) : messages(error))

/** @throws {UsageError} that names what is wrong with the file */
function read(file: string): Target[] {
  const wrong = (what: string, cause?: unknown) =>
    new UsageError(`${file}: ${what}. It holds JSON such as ${example}`, { cause })
  let json: { version?: unknown; partitions?: unknown } | null
  try {
    json = JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw wrong(code === undefined ? `the input string is not a valid JSON (${message})` : whyUnreadable(error), error)
  }
  if ((json?.version ?? 1) !== 1) throw wrong(`not supported version field value ${json?.version}`)
  if (!Array.isArray(json?.partitions)) throw wrong('missing partitions field')
  const targets = json.partitions.map((each: Partial<Target> | null) => {
    const { topic, partition, offset } = each ?? {}
    if (typeof topic !== 'string' || !Number.isInteger(partition) || !Number.isInteger(offset))
      throw wrong(`${JSON.stringify(each)} has no topic, partition and offset`)
    return { topic, partition: partition!, offset: offset! }
  })
  const names = targets.map(({ topic, partition }) => `${topic}-${partition}`)
  const twice = names.filter((name, i) => names.indexOf(name) !== i)
  if (twice.length > 0) throw wrong(`Offset json file contains duplicate topic partitions: ${twice.join(',')}`)
  return targets
}
