/**
 * What `streams-application-reset` does to a group and its topics: where inputs are read from again, which topics Streams has made
 * for itself. Source: Kafka 4.3 `StreamsResetter`.
 */
import { listGroupOffsets } from '../client/admin/group-offsets.ts'
import { offsetSpecs } from '../client/admin/offsets.ts'
import type { Cluster } from '../client/cluster.ts'
import { keyOf, type TopicPartition } from '../client/offsets.ts'
import { Refusal } from './executing.ts'
import { ends, offsetsAt, offsetsSince } from './groups/offsets-at.ts'
import type { NewOffset } from './groups/plan.ts'
import type { Io } from './io.ts'
import { dateTime, duration } from './moments.ts'

export interface Target {
  readonly toOffset: number | undefined
  readonly toLatest: boolean
  readonly shiftBy: number | undefined
  readonly toDatetime: string | undefined
  readonly byDuration: string | undefined
}

/** Where inputs begin, unless something else is said. @param plan offsets of a file */
export async function inputOffsets(
  cluster: Cluster,
  group: string,
  partitions: readonly TopicPartition[],
  target: Target,
  plan: readonly NewOffset[] | undefined,
  io: Io,
): Promise<NewOffset[]> {
  const { toOffset, shiftBy, toDatetime, byDuration } = target
  const since = (timestamp: number) =>
    offsetsSince(cluster, partitions, timestamp, ({ topic, partition }) =>
      io.print(
        `Partition ${partition} from topic ${topic} is empty, without a committed record. Falling back to latest known offset.`,
      ),
    )
  if (toOffset !== undefined)
    return inRange(
      cluster,
      partitions.map(each => ({ ...each, offset: toOffset })),
      io,
    )
  if (target.toLatest) return ends(cluster, partitions)
  if (shiftBy !== undefined) return inRange(cluster, await shifted(cluster, group, partitions, shiftBy), io)
  if (toDatetime !== undefined) return since(dateTime(toDatetime))
  if (byDuration !== undefined) return since(io.clock.now() - duration(byDuration))
  if (plan) return inRange(cluster, planned(partitions, plan), io)
  return offsetsAt(cluster, partitions, offsetSpecs.earliest)
}

/** What nobody has committed is at its end, as it would be for a consumer. */
async function shifted(
  cluster: Cluster,
  group: string,
  partitions: readonly TopicPartition[],
  by: number,
): Promise<NewOffset[]> {
  const committed = new Map((await listGroupOffsets(cluster, group)).map(each => [keyOf(each), each.offset]))
  return (await ends(cluster, partitions)).map(each => ({
    ...each,
    offset: (committed.get(keyOf(each)) ?? each.offset) + by,
  }))
}

/** @throws {Refusal} when a partition is not in the file */
const planned = (partitions: readonly TopicPartition[], plan: readonly NewOffset[]): NewOffset[] =>
  partitions.map(each => {
    const found = plan.find(other => keyOf(other) === keyOf(each))
    if (!found) throw new Refusal(`The file of --from-file has no offset of ${keyOf(each)}`)
    return found
  })

async function inRange(cluster: Cluster, wanted: readonly NewOffset[], io: Io): Promise<NewOffset[]> {
  const first = await offsetsAt(cluster, wanted, offsetSpecs.earliest)
  const last = await ends(cluster, wanted)
  return wanted.map((each, i) => {
    const [begin, end] = [first[i]!.offset, last[i]!.offset]
    // A place between the two is taken as it is; their own places get Kafka's word all the same.
    if (each.offset < end && each.offset > begin) return each
    const [word, offset] = each.offset < end ? ['lower than earliest', begin] : ['higher than latest', end]
    io.print(`New offset (${each.offset}) is ${word} offset. Value will be set to ${offset}`)
    return { ...each, offset }
  })
}

const endings =
  /(-changelog|-repartition|-subscription-registration-topic|-subscription-response-topic|.-KTABLE-FK-JOIN-SUBSCRIPTION-(REGISTRATION|RESPONSE)-\d+-topic)$/

/** By its name. */
export const isInternalTopic = (application: string, topic: string): boolean =>
  topic.startsWith(`${application}-`) && endings.test(topic)
