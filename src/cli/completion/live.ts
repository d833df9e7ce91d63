/** Names out of a cluster, for a line that is being typed: soon or not at all, and never a word about a failure. */
import { connectAdmin } from '../../client/admin/connect.ts'
import { listGroups } from '../../client/admin/groups.ts'
import { listTopics } from '../../client/admin/topics.ts'
import { within } from '../../client/wait.ts'
import { propertiesOf } from '../client.ts'
import { type Context, contextNamed, readContexts } from '../contexts.ts'
import type { Io } from '../io.ts'
import { type Candidate, type Live, typedValue } from './candidates.ts'

/** A person who waits longer thinks that the key is broken. */
const PATIENCE_MS = 800
const HERE = 'localhost:9092'

export async function liveNames(io: Io, what: Live, words: readonly string[]): Promise<Candidate[]> {
  try {
    if (what === 'contexts')
      return Object.entries(readContexts(io).contexts).map(([text, { bootstrapServer }]) => ({
        text,
        about: bootstrapServer,
      }))
    const found: Candidate[] = []
    const asking = ask(io, what, addressIn(io, words)).then(names => void found.push(...names))
    await within(io.clock, asking, PATIENCE_MS)
    return found
  } catch {
    // Whoever presses a key has asked for names, not for an error in the middle of the line.
    return []
  }
}

/** As the command itself would find it. */
function addressIn(io: Io, words: readonly string[]): Context {
  const server = typedValue(words, '--bootstrap-server') ?? typedValue(words, '--broker-list')
  const typed = typedValue(words, '--command-config')
  const config = typed === undefined ? {} : { commandConfig: typed }
  if (server) return { bootstrapServer: server, ...config }
  const all = readContexts(io)
  const name = typedValue(words, '--context') ?? io.env['TSKAFKA_CONTEXT'] ?? all.current
  return { ...(name ? contextNamed(all, name) : { bootstrapServer: HERE }), ...config }
}

async function ask(io: Io, what: Exclude<Live, 'contexts'>, { bootstrapServer, commandConfig }: Context) {
  await using cluster = await connectAdmin({
    ...propertiesOf(io, commandConfig),
    'bootstrap.servers': bootstrapServer,
    'default.api.timeout.ms': String(PATIENCE_MS),
    'request.timeout.ms': String(PATIENCE_MS),
  })
  if (what === 'groups')
    return (await listGroups(cluster)).map(({ id, state }) => ({ text: id, about: state })).sort(byText)
  return (await listTopics(cluster, { internal: false })).map(({ name, partitions }) => ({
    text: name,
    about: `${partitions.length} partition${partitions.length === 1 ? '' : 's'}`,
  }))
}

const byText = (a: Candidate, b: Candidate) => (a.text < b.text ? -1 : 1)
