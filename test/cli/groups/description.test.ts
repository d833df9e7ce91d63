/** The lines of consumer-groups --describe as Apache Kafka 4.3.1's tool printed them of two groups with members. */
import t from 'tap'
import { type PartitionRow, printMembers, printOffsets, printStates } from '../../../src/cli/groups/description.ts'
import type { GroupDescription, GroupMember } from '../../../src/client/admin/groups.ts'
import { world } from '../world.ts'

const of = (topic: string, ...numbers: number[]) => numbers.map(partition => ({ topic, partition }))
const member = (id: string, more: Partial<GroupMember>): GroupMember => ({
  id,
  instanceId: null,
  clientId: 'console-consumer',
  host: '/127.0.0.1',
  assignment: [],
  target: undefined,
  epoch: undefined,
  upgraded: undefined,
  ...more,
})
const LONG_ID = 'console-consumer-75150304-6a2f-45d4-a69d-3ecdc4307296'
const classic: GroupDescription = {
  id: 'classic1',
  type: 'Classic',
  state: 'Stable',
  assignor: 'range',
  coordinator: { id: 1, host: '127.0.0.1', port: 21500, rack: null },
  epoch: undefined,
  targetEpoch: undefined,
  members: [
    member('inst1-b1afce3d-6749-483d-b62e-e531a0789633', {
      instanceId: 'inst1',
      clientId: 'mine',
      assignment: of('g1', 1, 0),
    }),
    member(LONG_ID, { assignment: of('g1', 2) }),
  ],
}
const modern: GroupDescription = {
  ...classic,
  id: 'modern1',
  type: 'Consumer',
  assignor: 'uniform',
  epoch: 2,
  targetEpoch: 2,
  members: [
    member('B986N_cPRPWqQYWMDsGVgw', {
      assignment: of('g1', 0, 1, 2),
      target: of('g1', 0, 1, 2),
      epoch: 2,
      upgraded: true,
    }),
  ],
}
const lines = (print: (io: ReturnType<typeof world>['io']) => void) => {
  const made = world()
  print(made.io)
  return { stdout: made.stdout.split('\n'), stderr: made.stderr }
}

t.test('members: static ones have a column for their name', async t => {
  t.same(lines(io => printMembers(io, classic, false)).stdout, [
    '',
    'GROUP           CONSUMER-ID                                           GROUP-INSTANCE-ID HOST            CLIENT-ID        #PARTITIONS     ',
    'classic1        inst1-b1afce3d-6749-483d-b62e-e531a0789633            inst1             /127.0.0.1      mine             2               ',
    `classic1        ${LONG_ID}                   /127.0.0.1      console-consumer 1               `,
    '',
  ])
})

t.test('members, verbose: assignments and epochs, as far as the protocol has them', async t => {
  t.same(
    lines(io => printMembers(io, classic, true)).stdout[2],
    'classic1        inst1-b1afce3d-6749-483d-b62e-e531a0789633            inst1             /127.0.0.1      mine             2               -               g1:0,1               -               -                   ',
  )
  t.same(lines(io => printMembers(io, modern, true)).stdout, [
    '',
    'GROUP           CONSUMER-ID            HOST            CLIENT-ID        #PARTITIONS     CURRENT-EPOCH   CURRENT-ASSIGNMENT   TARGET-EPOCH    TARGET-ASSIGNMENT   ',
    'modern1         B986N_cPRPWqQYWMDsGVgw /127.0.0.1      console-consumer 3               2               g1:0,1,2             2               g1:0,1,2            ',
    '',
  ])
})

t.test('members of both protocols: a column says who has moved', async t => {
  const mixed = { ...modern, members: [...modern.members, member('old', { epoch: 2, upgraded: false })] }
  const { stdout } = lines(io => printMembers(io, mixed, true))
  t.match(stdout[1], /TARGET-ASSIGNMENT {4}UPGRADED$/)
  t.match(stdout[2], /g1:0,1,2 {13}true$/)
  t.match(stdout[3], /- {20}false$/)
})

t.test('offsets: what nobody knows is a dash', async t => {
  const row: PartitionRow = {
    topic: 'g1',
    partition: 2,
    leaderEpoch: undefined,
    currentOffset: 30,
    logEndOffset: undefined,
    lag: undefined,
    consumerId: LONG_ID,
    host: '/127.0.0.1',
    clientId: 'console-consumer',
  }
  t.same(lines(io => printOffsets(io, classic, [row], false)).stdout, [
    '',
    'GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID                                           HOST            CLIENT-ID',
    `classic1        g1              2          30              -               -               ${LONG_ID} /127.0.0.1      console-consumer`,
    '',
  ])
  t.match(lines(io => printOffsets(io, classic, [row], true)).stdout[1], /PARTITION {2}LEADER-EPOCH {4}CURRENT-OFFSET/)
})

t.test('state: with epochs where the group has them', async t => {
  t.same(lines(io => printStates(io, modern, true)).stdout, [
    '',
    'GROUP           COORDINATOR (ID)          ASSIGNMENT-STRATEGY  STATE                GROUP-EPOCH     TARGET-ASSIGNMENT-EPOCH   #MEMBERS',
    'modern1         127.0.0.1:21500  (1)      uniform              Stable               2               2                         1',
    '',
  ])
})

t.test('a state that needs a word gets it, on stderr', async t => {
  const said = (state: string) => lines(io => printStates(io, { ...classic, state }, false))
  t.equal(said('Stable').stderr, '')
  t.equal(said('Empty').stderr, "\nConsumer group 'classic1' has no active members.\n")
  for (const state of ['PreparingRebalance', 'CompletingRebalance', 'Assigning', 'Reconciling'])
    t.equal(said(state).stderr, "\nWarning: Consumer group 'classic1' is rebalancing.\n", state)
  t.same(said('Dead').stdout, ['', "Error: Consumer group 'classic1' does not exist.", ''])
})
