/**
 * broker-api-versions (kafka-broker-api-versions.sh): print which requests each broker understands, and which version of each
 * both sides would use. Source: Kafka 4.3 `BrokerApiVersionsCommand`, `NodeApiVersions.toString`.
 */
import { bootstrapServer, clientConfigs, commandConfig } from '../src/cli/client.ts'
import { errorJson, json, printJson } from '../src/cli/json.ts'
import { messages } from '../src/cli/run.ts'
import { tool } from '../src/cli/tool.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import type { BrokerInfo, Cluster } from '../src/client/cluster.ts'
import { apis } from '../src/protocol/generated/apis/index.ts'

export const brokerApiVersions = tool({
  name: 'broker-api-versions',
  summary: 'Print which requests each broker understands',
  grammar: 'joptsimple',
  flags: { bootstrapServer: bootstrapServer(), commandConfig: commandConfig(), json: json() },
  rules: [{ all: ['--bootstrap-server'] }],
  examples: ['tskafka broker-api-versions --bootstrap-server localhost:9092'],
  async run({ options, io }) {
    await using cluster = await connectAdmin(clientConfigs(io, options))
    if (options.json) {
      printJson(io, {
        brokers: await Promise.all(Array.from(cluster.brokers, ([, broker]) => asJson(cluster, broker))),
      })
      return 0
    }
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

async function asJson(cluster: Cluster, { id, host, port, rack }: BrokerInfo): Promise<object> {
  const broker = { id, host, port, rack }
  try {
    const theirs = await cluster.apiVersions(id)
    return {
      ...broker,
      apis: keys(theirs).map(key => ({ key, name: ours.get(key)?.name ?? null, ...rangeJson(key, theirs.get(key)) })),
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { ...broker, error: errorJson(error) }
  }
}

/** `usable`: the version that both sides would take; null: there is none. */
function rangeJson(key: number, theirs: Range | undefined) {
  const known = ours.get(key)
  return {
    supported: theirs !== undefined,
    ...theirs,
    usable: (known && theirs && usableVersion(known, theirs)) ?? null,
  }
}

interface Range {
  min: number
  max: number
}

const ours = new Map(apis.filter(({ listeners }) => listeners.includes('broker')).map(api => [api.key, api]))

/** What we know of, in order, and what the broker has that we do not know. */
const keys = (theirs: ReadonlyMap<number, Range>) =>
  [...new Set([...ours.keys(), ...theirs.keys()])].sort((a, b) => a - b)

const lines = (theirs: ReadonlyMap<number, Range>) =>
  keys(theirs).map(key => `\t${ours.get(key)?.name ?? 'UNKNOWN'}(${key}): ${versions(ours.get(key), theirs.get(key))}`)

function versions(ours: Range | undefined, theirs: Range | undefined): string {
  if (!theirs) return 'UNSUPPORTED'
  const range = theirs.min === theirs.max ? `${theirs.min}` : `${theirs.min} to ${theirs.max}`
  if (!ours) return range
  const usable = usableVersion(ours, theirs)
  if (usable !== undefined) return `${range} [usable: ${usable}]`
  return `${range} [unusable: node too ${theirs.max < ours.min ? 'old' : 'new'}]`
}

function usableVersion(ours: Range, theirs: Range): number | undefined {
  const usable = Math.min(ours.max, theirs.max)
  return usable >= Math.max(ours.min, theirs.min) ? usable : undefined
}
