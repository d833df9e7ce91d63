/**
 * acls (kafka-acls.sh): grant and revoke permissions. The lines are Kafka's own, in an order of ours: Java's changes from one run
 * to the next. Source: Kafka 4.3 `AclCommand`.
 */

import {
  type AclOptions,
  entryText,
  type Grant,
  grantsOf,
  patternsOf,
  patternText,
  principalsOf,
} from '../src/cli/acl-words.ts'
import { advise } from '../src/cli/advice.ts'
import { adminConfigs, bootstrapController, bootstrapServer } from '../src/cli/client.ts'
import { confirmed } from '../src/cli/confirm.ts'
import { Refusal } from '../src/cli/executing.ts'
import { many, optional, or, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { javaText } from '../src/cli/java-exceptions.ts'
import { json, printJson, printJsonError } from '../src/cli/json.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import {
  type Acl,
  ANY_ENTRY,
  ANY_PATTERN,
  createAcls,
  deleteAcls,
  describeAcls,
  type PatternType,
  patternTypes,
} from '../src/client/admin/acls.ts'
import { connectAdmin } from '../src/client/admin/connect.ts'
import { unwrap } from '../src/client/admin/results.ts'
import type { Cluster } from '../src/client/cluster.ts'
import { KafkaError } from '../src/protocol/errors.ts'

const flags = {
  bootstrapServer: bootstrapServer(),
  bootstrapController: bootstrapController(),
  list: toggle('--list', 'list permissions'),
  add: toggle('--add', 'grant or deny'),
  remove: toggle('--remove', 'take permissions and denials back'),
  topic: many(text('--topic <name>', "a topic; '*' is all")),
  group: many(text('--group <id>', "a group; '*' is all")),
  cluster: toggle('--cluster', 'the cluster itself'),
  transactionalId: many(text('--transactional-id <id>', "a transactional id; '*' is all")),
  delegationToken: many(text('--delegation-token <id>', 'a delegation token')),
  userPrincipal: many(text('--user-principal <principal>', 'a user as a resource, of tokens')),
  resourcePatternType: or(
    text('--resource-pattern-type <type>', 'literal or prefixed; for --list and --remove also any or match'),
    'LITERAL',
  ),
  allowPrincipal: many(text('--allow-principal <principal>', "who may: User:alice, User:'*'")),
  denyPrincipal: many(text('--deny-principal <principal>', 'who may not, whatever else is granted')),
  allowHost: many(text('--allow-host <address>', 'from where; anywhere if not given')),
  denyHost: many(text('--deny-host <address>', 'from where not; anywhere if not given')),
  operation: many(text('--operation <name>', 'what: Read, Write, Describe ...; All if not given')),
  producer: toggle('--producer', 'all that a producer needs of --topic'),
  consumer: toggle('--consumer', 'all that a consumer needs of --topic and --group'),
  idempotent: toggle('--idempotent', 'with --producer: idempotent, on brokers before 2.8'),
  principal: many(optional('--principal [principal]', 'with --list: only what is about these')),
  force: toggle('--force', 'do not ask'),
  commandConfig: optional('--command-config [file]', 'properties of the client, as key=value lines'),
  json: json(),
}
type Options = Values<typeof flags>

export const acls = tool({
  name: 'acls',
  summary: 'Grant and revoke permissions',
  grammar: 'joptsimple',
  flags,
  rules: [
    { one: ['--bootstrap-server', '--bootstrap-controller'] },
    { one: ['--list', '--add', '--remove'] },
    {
      flag: '--list',
      not: ['--producer', '--consumer', '--allow-host', '--allow-principal', '--deny-host', '--deny-principal'],
    },
    { flag: '--producer', not: ['--operation', '--deny-principal', '--deny-host'] },
    { flag: '--consumer', not: ['--operation', '--deny-principal', '--deny-host'] },
    { flag: '--principal', not: ['--add', '--remove'], because: 'it is for --list' },
    { all: ['--topic'], on: '--producer' },
    { all: ['--producer'], on: '--idempotent' },
    { all: ['--topic', '--group'], on: '--consumer' },
  ],
  examples: [
    'tskafka acls --add --allow-principal User:alice --operation Read --topic orders --bootstrap-server localhost:9092',
    'tskafka acls --add --allow-principal User:billing --consumer --topic orders --group billing --bootstrap-server localhost:9092',
    'tskafka acls --list --topic orders --bootstrap-server localhost:9092',
  ],
  async run({ options, io }) {
    if (options.consumer && !options.producer && (options.cluster || options.transactionalId.length > 0))
      throw new UsageError(
        'With --consumer you must specify a --topic and a --group and no --cluster or --transactional-id option should be specified.',
      )
    if (options.commandConfig === true) throw new UsageError('--command-config needs a value: --command-config <file>')
    const configs = adminConfigs(io, { ...options, commandConfig: options.commandConfig })
    try {
      const action = prepare(options, io)
      await using cluster = await connectAdmin(configs)
      await action(cluster)
      return 0
    } catch (error) {
      if (!(error instanceof KafkaError || error instanceof Refusal)) throw error
      if (options.json) printJsonError(io, error)
      else {
        io.print(`Error while executing ACL command: ${error instanceof KafkaError ? javaText(error) : error.message}`)
        advise(io, error)
      }
      if (error instanceof Refusal && error.hint) io.warn(error.hint)
      return 1
    }
  },
})

/** What is to be done, its words looked at before anything is asked. */
function prepare(options: Options, io: Io): (cluster: Cluster) => Promise<void> {
  const patternType = options.resourcePatternType!.toUpperCase() as PatternType
  if (patternType === 'UNKNOWN' || !patternTypes.includes(patternType))
    throw new Refusal(`Cannot parse argument '${options.resourcePatternType}' of option resource-pattern-type`, {
      hint: `There are ${patternTypes.slice(1).join(', ').toLowerCase()}`,
    })
  const words = options as AclOptions
  if (options.list) {
    const principals = principalsOf(options.principal.filter(each => typeof each === 'string'))
    return cluster => list(cluster, patternsOf(words, patternType), principals, options.json, io)
  }
  if (options.remove) return cluster => remove(cluster, grantsOf(words, patternType), options, io)
  if (patternType === 'ANY' || patternType === 'MATCH')
    throw new UsageError(`A '--resource-pattern-type' value of '${patternType}' is not valid when adding acls.`)
  const grants = grantsOf(words, patternType)
  if (grants.some(({ entries }) => entries.length === 0))
    throw new UsageError('You must specify one of: --allow-principal, --deny-principal when trying to add ACLs.')
  return cluster => add(cluster, grants, options.json, io)
}

async function add(cluster: Cluster, grants: readonly Grant[], asJson: boolean, io: Io): Promise<void> {
  const added: Acl[] = []
  for (const { pattern, entries } of grants) {
    const there = (await describeAcls(cluster, { pattern, entry: ANY_ENTRY })).map(({ entry }) => entryText(entry))
    const fresh = entries.filter(entry => !there.includes(entryText(entry)))
    if (!asJson) {
      for (const entry of entries.filter(each => !fresh.includes(each)))
        io.print(`Acl (pattern=${patternText(pattern)}, entry=${entryText(entry)}) already exists.`)
      if (fresh.length > 0)
        io.print(`Adding ACLs for resource \`${patternText(pattern)}\`: \n ${indented(fresh.map(entryText))}\n`)
    }
    const acls = fresh.map(entry => ({ pattern, entry }))
    if (acls.length > 0) unwrap(await createAcls(cluster, acls))
    added.push(...acls)
  }
  if (asJson) printJson(io, { added: added.map(flat) })
}

const indented = (lines: readonly string[]) => lines.map(line => `\t${line}`).join('\n')
const flat = ({ pattern, entry }: Acl) => ({ ...pattern, ...entry })

async function remove(cluster: Cluster, grants: readonly Grant[], options: Options, io: Io): Promise<void> {
  const deleted: Acl[] = []
  for (const { pattern, entries } of grants) {
    const question =
      entries.length === 0
        ? `Are you sure you want to delete all ACLs for resource filter \`${patternText(pattern)}\`? (y/n)`
        : `Are you sure you want to remove ACLs: \n ${indented(entries.map(entryText))}\n from resource filter \`${patternText(pattern)}\`? (y/n)`
    if (!options.force && !(await confirmed(io, question))) continue
    const filters = (entries.length === 0 ? [ANY_ENTRY] : entries).map(entry => ({ pattern, entry }))
    for (const row of unwrap(await deleteAcls(cluster, filters))) deleted.push(...row.deleted)
  }
  if (options.json) printJson(io, { removed: deleted.map(flat) })
}

async function list(
  cluster: Cluster,
  patterns: ReturnType<typeof patternsOf>,
  principals: readonly string[],
  asJson: boolean,
  io: Io,
): Promise<void> {
  const found: Acl[] = []
  for (const pattern of patterns.length > 0 ? patterns : [ANY_PATTERN])
    found.push(...(await describeAcls(cluster, { pattern, entry: ANY_ENTRY })))
  if (asJson) {
    const wanted = found.filter(({ entry }) => principals.length === 0 || principals.includes(entry.principal))
    printJson(io, { acls: wanted.map(flat) })
    return
  }
  if (principals.length === 0) print(found, io)
  for (const principal of new Set(principals)) {
    io.print(`ACLs for principal \`${principal}\``)
    print(
      found.filter(({ entry }) => entry.principal === principal),
      io,
    )
  }
}

function print(acls: readonly Acl[], io: Io): void {
  const byPattern = new Map<string, Set<string>>()
  for (const { pattern, entry } of acls) {
    const key = patternText(pattern)
    byPattern.set(key, (byPattern.get(key) ?? new Set()).add(entryText(entry)))
  }
  for (const [pattern, entries] of byPattern)
    io.print(`Current ACLs for resource \`${pattern}\`:\n${indented([...entries])}\n`)
}
