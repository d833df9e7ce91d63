import t from 'tap'
import { Acls } from '../../src/broker/acls.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { type AclOperation, operationCode, type StoredAcl } from '../../src/metadata/acls.ts'

const STANDARD = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'
const [DENY, ALLOW] = [2, 3]
const [LITERAL, PREFIXED] = [3, 4]
const ALL = 2
const asker = (principal = 'User:alice', remoteAddress = '127.0.0.1') => ({ principal, connection: { remoteAddress } })

let ids = 0
const entry = (permissionType: number, operation: AclOperation | 'ALL', more: Partial<StoredAcl> = {}): StoredAcl => ({
  id: `id${ids++}`,
  resourceType: 2,
  resourceName: 'orders',
  patternType: LITERAL,
  principal: 'User:alice',
  host: '*',
  operation: operation === 'ALL' ? ALL : operationCode(operation),
  permissionType,
  ...more,
})

function authorizer(entries: readonly StoredAcl[], settings: Record<string, string> = {}): Acls {
  const acls = new Acls(new Map(Object.entries({ 'authorizer.class.name': STANDARD, ...settings })))
  acls.load(entries)
  return acls
}
const may = (entries: readonly StoredAcl[], operation: AclOperation, name = 'orders', who = asker()) =>
  authorizer(entries).allows(who, operation, 'TOPIC', name)

t.test('without an authorizer everybody may do everything', async t => {
  const acls = new Acls(new Map())
  acls.load([entry(DENY, 'ALL')])
  t.notOk(acls.enabled)
  t.ok(acls.allows(asker(), 'DELETE', 'TOPIC', 'orders'))
  t.ok(acls.allowsSome(asker(), 'WRITE', 'TOPIC'))
  t.equal(acls.operations(asker(), 'TOPIC', 'orders'), 0xdf8)
  t.equal(acls.operations(asker(), 'GROUP', 'g'), 0xd48)
  t.equal(acls.operations(asker(), 'CLUSTER'), 0x1fa0)
})

t.test('another class is Java’s, and is refused at the start', async t => {
  t.throws(() => new Acls(new Map([['authorizer.class.name', 'com.example.Mine']])), {
    name: 'ConfigError',
    message: /authorizer.class.name: Only org.apache.kafka/,
  })
})

t.test('super users may do everything; where no entry is, a setting decides', async t => {
  const settings = { 'super.users': 'User:root; User:admin' }
  t.ok(
    authorizer([entry(DENY, 'ALL', { principal: 'User:*' })], settings).allows(
      asker('User:admin'),
      'READ',
      'TOPIC',
      'orders',
    ),
  )
  t.notOk(authorizer([], settings).allows(asker(), 'READ', 'TOPIC', 'orders'))
  const lenient = authorizer([entry(ALLOW, 'READ')], { 'allow.everyone.if.no.acl.found': 'TRUE' })
  t.ok(lenient.allows(asker('User:bob'), 'WRITE', 'TOPIC', 'bills'))
  t.notOk(lenient.allows(asker('User:bob'), 'READ', 'TOPIC', 'orders'), 'an entry is there, and is not for him')
})

t.test('entries match by principal, host, operation and resource', async t => {
  t.ok(may([entry(ALLOW, 'READ')], 'READ'))
  t.notOk(may([entry(ALLOW, 'READ')], 'WRITE'))
  t.notOk(may([entry(ALLOW, 'READ')], 'READ', 'orders2'))
  t.notOk(may([entry(ALLOW, 'READ')], 'READ', 'orders', asker('User:bob')))
  t.ok(may([entry(ALLOW, 'READ', { principal: 'User:*' })], 'READ', 'orders', asker('User:bob')))
  t.ok(may([entry(ALLOW, 'READ', { host: '127.0.0.1' })], 'READ'))
  t.notOk(may([entry(ALLOW, 'READ', { host: '10.0.0.1' })], 'READ'))
  t.ok(may([entry(ALLOW, 'ALL')], 'ALTER_CONFIGS'))
  t.ok(may([entry(ALLOW, 'READ', { resourceName: '*' })], 'READ'))
  for (const resourceName of ['', 'o', 'orders'])
    t.ok(may([entry(ALLOW, 'READ', { resourceName, patternType: PREFIXED })], 'READ'), `prefix "${resourceName}"`)
  t.notOk(may([entry(ALLOW, 'READ', { resourceName: 'orders2', patternType: PREFIXED })], 'READ'))
  t.notOk(may([entry(ALLOW, 'READ', { resourceType: 3 })], 'READ'), 'a group of that name')
})

t.test('a DENY beats every ALLOW, wherever it is', async t => {
  const everything = entry(ALLOW, 'ALL')
  for (const deny of [
    entry(DENY, 'READ'),
    entry(DENY, 'ALL'),
    entry(DENY, 'READ', { resourceName: '*' }),
    entry(DENY, 'READ', { resourceName: 'ord', patternType: PREFIXED }),
    entry(DENY, 'READ', { principal: 'User:*' }),
  ]) {
    t.notOk(may([everything, deny], 'READ'))
    t.notOk(may([deny, everything], 'READ'))
  }
  t.ok(may([everything, entry(DENY, 'READ', { host: '10.0.0.1' })], 'READ'))
})

t.test('what is allowed implies what may be seen; what is denied implies nothing', async t => {
  for (const operation of ['READ', 'WRITE', 'DELETE', 'ALTER'] as const)
    t.ok(may([entry(ALLOW, operation)], 'DESCRIBE'), operation)
  t.notOk(may([entry(ALLOW, 'CREATE')], 'DESCRIBE'))
  t.ok(may([entry(ALLOW, 'ALTER_CONFIGS')], 'DESCRIBE_CONFIGS'))
  t.notOk(may([entry(ALLOW, 'ALTER')], 'DESCRIBE_CONFIGS'))
  t.ok(may([entry(ALLOW, 'DESCRIBE'), entry(DENY, 'READ')], 'DESCRIBE'))
})

t.test('demand() says who needs what', async t => {
  const acls = authorizer([])
  t.throws(() => acls.demand(asker(), 'READ', 'TOPIC', 'orders'), {
    name: 'TOPIC_AUTHORIZATION_FAILED',
    message: 'User:alice needs READ permission on topic "orders"',
  })
  t.throws(() => acls.demand(asker(), 'READ', 'GROUP', 'g'), { name: 'GROUP_AUTHORIZATION_FAILED' })
  t.throws(() => acls.demand(asker(), 'ALTER', 'CLUSTER'), { name: 'CLUSTER_AUTHORIZATION_FAILED' })
  t.throws(() => acls.demand(asker(), 'WRITE', 'TRANSACTIONAL_ID', 'x'), {
    name: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  })
})

t.test('allowsSome(): whether there is any resource left to write to', async t => {
  const some = (...entries: StoredAcl[]) => authorizer(entries).allowsSome(asker(), 'WRITE', 'TOPIC')
  const prefixed = (permission: number, resourceName: string) =>
    entry(permission, 'WRITE', { resourceName, patternType: PREFIXED })
  t.notOk(some())
  t.ok(some(entry(ALLOW, 'WRITE')))
  t.notOk(some(entry(ALLOW, 'WRITE'), entry(DENY, 'WRITE')))
  t.notOk(some(entry(ALLOW, 'WRITE'), prefixed(DENY, 'ord')))
  t.ok(some(entry(ALLOW, 'WRITE'), prefixed(DENY, 'orders2')))
  t.notOk(some(prefixed(ALLOW, 'orders'), prefixed(DENY, 'ord')))
  t.ok(some(prefixed(ALLOW, 'ord'), prefixed(DENY, 'orders')))
  t.notOk(some(entry(ALLOW, 'WRITE', { resourceName: '*' }), entry(DENY, 'ALL', { resourceName: '*' })))
  t.ok(some(entry(ALLOW, 'ALL', { resourceName: '*' }), entry(DENY, 'WRITE')))
  t.notOk(some(entry(ALLOW, 'WRITE', { principal: 'User:bob' })))
})

// The rules once more, as plainly as they can be said: look at every entry.
const plainly = (entries: readonly StoredAcl[], operation: AclOperation, name: string, who = asker()) => {
  const about = entries.filter(({ patternType, resourceName }) =>
    patternType === PREFIXED ? name.startsWith(resourceName) : resourceName === name || resourceName === '*',
  )
  const mine = about.filter(
    ({ principal, host }) =>
      [who.principal, 'User:*'].includes(principal) && [who.connection.remoteAddress, '*'].includes(host),
  )
  const code = operationCode(operation)
  if (mine.some(each => each.permissionType === DENY && [ALL, code].includes(each.operation))) return false
  const implying = operation === 'DESCRIBE' ? (['READ', 'WRITE', 'DELETE', 'ALTER'] as const).map(operationCode) : []
  return mine.some(each => each.permissionType === ALLOW && [ALL, code, ...implying].includes(each.operation))
}

t.test('over random entries the answer is that of the rules, and is remembered until they change', async t => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  const random = seededRandom(seed)
  const pick = <T>(...from: T[]) => from[random.below(from.length)]!
  for (let round = 0; round < 300; round++) {
    const entries = Array.from({ length: random.below(12) }, () =>
      entry(pick(DENY, ALLOW, ALLOW), pick<AclOperation | 'ALL'>('READ', 'WRITE', 'DESCRIBE', 'ALL'), {
        resourceName: pick('a', 'ab', 'abc', 'b', '*', ''),
        patternType: pick(LITERAL, PREFIXED),
        principal: pick('User:alice', 'User:bob', 'User:*'),
        host: pick('*', '127.0.0.1', '10.0.0.1'),
      }),
    )
    const acls = authorizer(entries)
    for (const name of ['a', 'ab', 'abc', 'b', 'c'])
      for (const operation of ['READ', 'WRITE', 'DESCRIBE'] as const)
        for (const who of [asker(), asker('User:bob', '10.0.0.1')])
          for (let twice = 0; twice < 2; twice++)
            if (acls.allows(who, operation, 'TOPIC', name) !== plainly(entries, operation, name, who))
              t.fail(`SEED=${seed}, round ${round}: ${who.principal} ${operation} ${name}`)
    acls.load([])
    if (acls.allows(asker(), 'READ', 'TOPIC', 'a')) t.fail('what was remembered is forgotten')
  }
  t.pass(`SEED=${seed}`)
})
