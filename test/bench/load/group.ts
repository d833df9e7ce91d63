/**
 * Members of one classic group that join at once and settle: group.ts PORT MEMBERS
 * Raw requests, range's own shape of answer: each member gets a byte. Time from the first join to the last assignment.
 * Prints one line of JSON.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Connection } from '../../../src/net/connection.ts'
import { FindCoordinator } from '../../../src/protocol/generated/apis/10-find-coordinator.ts'
import { JoinGroup } from '../../../src/protocol/generated/apis/11-join-group.ts'
import { Heartbeat } from '../../../src/protocol/generated/apis/12-heartbeat.ts'
import { SyncGroup } from '../../../src/protocol/generated/apis/14-sync-group.ts'

const [port, members] = process.argv.slice(2).map(Number)
const groupId = `group-${process.pid}`
const MEMBER_ID_REQUIRED = 79
/** The coordinator is being loaded, or is not there yet. */
const LATER = new Set([14, 15, 16])
/** Java's default is 3 s; so short here that it does not decide the figure. */
const HEARTBEAT_MS = 50
const connect = () =>
  Connection.connect({ host: '127.0.0.1', port: port!, clientId: 'bench', requestTimeoutMs: 120_000 })
const first = await connect()
for (let code: number | undefined = -1; code !== 0; await delay(100)) {
  const { coordinators } = await first.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [groupId] })
  code = coordinators[0]?.errorCode
}
first.close()

const settled = new Map<string, number>()
/** Everybody has an assignment of one generation. */
const done = () => settled.size === members && new Set(settled.values()).size === 1

/** Join, take what is assigned, and join again whenever a heartbeat says that others came. */
async function member(connection: Connection): Promise<void> {
  let memberId = ''
  while (!done()) {
    const joined = await connection.send(JoinGroup, 7, {
      groupId,
      sessionTimeoutMs: 45_000,
      rebalanceTimeoutMs: 60_000,
      memberId,
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: Buffer.alloc(16) }],
    })
    memberId = joined.memberId
    if (joined.errorCode === MEMBER_ID_REQUIRED) continue
    if (LATER.has(joined.errorCode)) {
      await delay(HEARTBEAT_MS)
      continue
    }
    if (joined.errorCode !== 0) throw new Error(`JoinGroup was refused with ${joined.errorCode}`)
    const { generationId, protocolName } = joined
    const synced = await connection.send(SyncGroup, 5, {
      groupId,
      generationId,
      memberId,
      protocolType: 'consumer',
      protocolName,
      assignments: joined.members.map(({ memberId }) => ({ memberId, assignment: Buffer.from([1]) })),
    })
    if (synced.errorCode !== 0) continue
    settled.set(memberId, generationId)
    while (!done()) {
      await delay(HEARTBEAT_MS)
      const { errorCode } = await connection.send(Heartbeat, 4, { groupId, generationId, memberId })
      if (errorCode !== 0) break
    }
  }
}

const connections = await Promise.all(Array.from({ length: members! }, connect))
const began = performance.now()
await Promise.all(connections.map(member))
process.stdout.write(`${JSON.stringify({ ms: performance.now() - began })}\n`)
for (const connection of connections) connection.close()
