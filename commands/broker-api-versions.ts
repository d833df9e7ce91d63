/**
 * broker-api-versions (kafka-broker-api-versions.sh): print which requests each broker understands, and which version of each
 * both sides would use. Source: Kafka 4.3 `BrokerApiVersionsCommand`, `NodeApiVersions.toString`.
 */
import { bootstrapServer, clientConfigs, commandConfig } from '../src/cli/client.ts'
import { messages } from '../src/cli/run.ts'
import { tool } from '../src/cli/tool.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { apis } from '../src/protocol/generated/apis/index.ts'

export const brokerApiVersions = tool({
  name: 'broker-api-versions',
  summary: 'Print which requests each broker understands',
  grammar: 'joptsimple',
  flags: { bootstrapServer: bootstrapServer(), commandConfig: commandConfig() },
  rules: [{ all: ['--bootstrap-server'] }],
  examples: ['tskafka broker-api-versions --bootstrap-server localhost:9092'],
  async run({ options, io }) {
    await using cluster = await connectAdmin(clientConfigs(io, options))
    for (const [id, { host, port, rack }] of cluster.brokers) {
      const broker = `${host}:${port} (id: ${id} rack: ${rack} isFenced: false)`
      try {
        io.print(`${broker} -> (\n${lines(await cluster.apiVersions(id)).join(',\n')}\n)`)
      } catch (error) {
        if (!(error instanceof Error)) throw error
        io.print(`${broker} -> ERROR: ${messages(error)}`)
      }
    }
    return 0
  },
})

interface Range {
  min: number
  max: number
}

/** What we know of, in order, and what the broker has that we do not know. */
function lines(theirs: ReadonlyMap<number, Range>): string[] {
  const ours = apis.filter(({ listeners }) => listeners.includes('broker'))
  const known = new Map(ours.map(api => [api.key, api]))
  return [...new Set([...known.keys(), ...theirs.keys()])]
    .sort((a, b) => a - b)
    .map(key => `\t${known.get(key)?.name ?? 'UNKNOWN'}(${key}): ${versions(known.get(key), theirs.get(key))}`)
}

function versions(ours: Range | undefined, theirs: Range | undefined): string {
  if (!theirs) return 'UNSUPPORTED'
  const range = theirs.min === theirs.max ? `${theirs.min}` : `${theirs.min} to ${theirs.max}`
  if (!ours) return range
  const usable = Math.min(ours.max, theirs.max)
  if (usable >= Math.max(ours.min, theirs.min)) return `${range} [usable: ${usable}]`
  return `${range} [unusable: node too ${theirs.max < ours.min ? 'old' : 'new'}]`
}
