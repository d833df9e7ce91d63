/** What `plan` and `up` have in common: their flags, the way to the cluster, and the difference as lines or JSON. */

import { connectAdmin } from '../../client/admin/connect.ts'
import type { Cluster } from '../../client/cluster.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { advise } from '../advice.ts'
import { bootstrapServer, type ClientConfigs, clientConfigs, commandConfig } from '../client.ts'
import { text } from '../flags.ts'
import type { Io } from '../io.ts'
import { json, printJson, printJsonError } from '../json.ts'
import { messages } from '../run.ts'
import { quotaStepsFor, stepsFor } from './cluster.ts'
import { linesOf, type QuotaStep, quotaLines, type Step, summary } from './difference.ts'
import { type Project, readProject } from './file.ts'

export const projectFlags = {
  file: text('-f, --file <file>', 'the file, if not tskafka.yaml'),
  bootstrapServer: bootstrapServer(),
  commandConfig: commandConfig(),
  json: json(),
}

export interface ProjectOptions {
  readonly file: string | undefined
  readonly bootstrapServer: string | undefined
  readonly commandConfig: string | undefined
  readonly json: boolean
}

/** Where `server-start` listens. */
const HERE = 'localhost:9092'

export interface Difference {
  project: Project
  cluster: Cluster
  configs: ClientConfigs
  steps: readonly Step[]
  quotas: readonly QuotaStep[]
}

/** Read the file, ask the cluster, and hand both to `work`. @returns the exit code */
export async function withDifference(
  io: Io,
  options: ProjectOptions,
  work: (difference: Difference) => Promise<number>,
): Promise<number> {
  const project = readProject(io, options.file)
  const configs = clientConfigs(io, options, {}, HERE)
  try {
    await using cluster = await connectAdmin(configs)
    const steps = await stepsFor(cluster, project)
    const quotas = await quotaStepsFor(cluster, project)
    if (!options.json) {
      io.print(`${project.file} for ${configs['bootstrap.servers']}`)
      for (const line of [...steps.flatMap(linesOf), ...quotas.flatMap(quotaLines)]) io.print(line)
      io.print(summary([...steps, ...quotas]))
    }
    return await work({ project, cluster, configs, steps, quotas })
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    if (options.json) printJsonError(io, error)
    else {
      io.warn(messages(error))
      advise(io, error)
    }
    return 1
  }
}

export const printSteps = (io: Io, { project, steps, quotas }: Difference, done: boolean): void =>
  printJson(io, {
    file: project.file,
    done,
    topics: steps.map(({ topic, action, partitions, configs, seed, impossible }) => ({
      name: topic.name,
      action,
      ...(action === 'create' ? { partitions: topic.partitions ?? null } : {}),
      ...(partitions ? { partitions } : {}),
      configs,
      seed,
      impossible,
    })),
    quotas: quotas.map(({ quota: { entity }, ...step }) => ({ entity: Object.fromEntries(entity), ...step })),
  })

export const pending = ({ steps, quotas }: Difference): boolean =>
  [...steps, ...quotas].some(({ action }) => action !== 'none')
export const impossible = ({ steps, quotas }: Difference): boolean =>
  [...steps, ...quotas].some(({ impossible }) => impossible.length > 0)
