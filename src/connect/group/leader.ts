/**
 * What the leader of a group decides: who runs what, by the config topic as it knows it. One that has read less of the topic than
 * another member decides nothing: all read on, and join again. Source: Kafka 4.3 `IncrementalCooperativeAssignor`, `LeaderState`.
 */
import type { Clock } from '../../lib/clock.ts'
import { type ClusterState, taskIds } from '../runtime/config-state.ts'
import type { TaskId } from '../runtime/states.ts'
import { assignEager } from './assign-eager.ts'
import { type Decision, IncrementalAssignor } from './assign-incremental.ts'
import { assignmentErrors, decodeState, encodeAssignment, type MemberState, versionOf } from './protocol.ts'
import type { Joined } from './requests.ts'
import { Work } from './work.ts'

export class Leader {
  readonly #host: { snapshot(): ClusterState }
  readonly #incremental: IncrementalAssignor
  #members: ReadonlyMap<string, MemberState> = new Map()
  #work: ReadonlyMap<string, Work> = new Map()

  constructor(host: { snapshot(): ClusterState }, maxDelayMs: number, clock: Clock) {
    this.#host = host
    this.#incremental = new IncrementalAssignor({ maxDelayMs, now: () => clock.now() })
  }

  ownerUrl(unit: TaskId): string | null {
    for (const [member, work] of this.#work) if (work.has(unit)) return this.#members.get(member)?.url ?? null
    return null
  }

  /** @returns bytes for each member; none when another one leads */
  assign(joined: Joined, snapshot: ClusterState, lastGeneration: number): Map<string, Buffer> {
    this.#work = new Map()
    if (!joined.members) return new Map()
    const states = new Map([...joined.members].map(([member, bytes]) => [member, decodeState(bytes)]))
    const newest = Math.max(...[...states.values()].map(({ offset }) => offset))
    // Meanwhile this one may have read on.
    const current = snapshot.offset < newest ? this.#host.snapshot() : snapshot
    const version = versionOf(joined.protocol)
    const head = { leader: joined.memberId, leaderUrl: states.get(joined.memberId)!.url }
    if (current.offset < newest) {
      const nothing = { work: new Work(), revoked: new Work(), delayMs: 0 }
      const error = assignmentErrors.configMismatch
      const bytes = encodeAssignment({ ...head, ...nothing, error, offset: newest }, version)
      return new Map([...states.keys()].map(member => [member, bytes]))
    }
    const { shares, delayMs } = this.#decide(version, joined, current, states, lastGeneration)
    this.#members = states
    this.#work = new Map([...shares].map(([member, { all }]) => [member, all]))
    return new Map(
      [...shares].map(([member, { start, stop }]) => [
        member,
        encodeAssignment(
          { ...head, error: assignmentErrors.none, offset: current.offset, work: start, revoked: stop, delayMs },
          version,
        ),
      ]),
    )
  }

  #decide(
    version: number,
    { generation }: Joined,
    snapshot: ClusterState,
    states: ReadonlyMap<string, MemberState>,
    lastGeneration: number,
  ): Decision {
    const names = [...snapshot.connectors.keys()].sort()
    const configured = Work.of(
      names,
      names.flatMap(name => taskIds(snapshot, name)),
    )
    if (version === 0) {
      const shares = [...assignEager([...states.keys()], configured)]
      return {
        shares: new Map(shares.map(([member, all]) => [member, { start: all, stop: new Work(), all }])),
        delayMs: 0,
      }
    }
    const members = new Map([...states].map(([member, { work }]) => [member, work]))
    return this.#incremental.assign({ generation, lastGeneration, configured, members })
  }
}
