import t from 'tap'
import { MemberIdentity } from '../../../../src/client/consumer/membership/identity.ts'
import { type ErrorName, KafkaError } from '../../../../src/protocol/errors.ts'

const member = { memberId: 'm1', generationId: 4 }
function joined() {
  const identity = new MemberIdentity({ groupId: 'g', groupInstanceId: 'i' })
  identity.become(member)
  return identity
}
const error = (name: ErrorName) => new KafkaError(name, 'so it is')

t.test('it is a member with an id and a generation, and not before', async t => {
  const identity = new MemberIdentity({ groupId: 'g', groupInstanceId: null })
  t.notOk(identity.isMember)
  identity.memberId = 'm1' // JoinGroup gives the id first (KIP-394)
  t.notOk(identity.isMember)
  identity.become(member)
  t.ok(identity.isMember)
  t.same(identity.metadata, { groupId: 'g', groupInstanceId: null, ...member })
})

t.test('an old generation keeps the id, an unknown member has none', async t => {
  for (const [name, memberId] of [
    ['ILLEGAL_GENERATION', 'm1'],
    ['UNKNOWN_MEMBER_ID', ''],
  ] as const) {
    const identity = joined()
    identity.forget(name)
    t.equal(identity.memberId, memberId, name)
    t.notOk(identity.isMember)
  }
})

t.test('a commit that is refused puts the member out only if it is still the one that sent it', async t => {
  for (const name of ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION'] as const) {
    const identity = joined()
    const sent = identity.metadata
    identity.become({ memberId: 'm1', generationId: 5 })
    t.match(identity.commitRefused(error(name), sent), { name: 'REBALANCE_IN_PROGRESS' })
    t.ok(identity.isMember, `${name}: it has joined again meanwhile`)
    t.match(identity.commitRefused(error(name), identity.metadata), { name })
    t.notOk(identity.isMember, name)
  }
  const identity = joined()
  t.match(identity.commitRefused(error('FENCED_INSTANCE_ID'), identity.metadata), { message: /"i"/ })
  t.equal(identity.commitRefused(error('OFFSET_METADATA_TOO_LARGE'), identity.metadata), undefined, 'not about members')
})
