import t from 'tap'
import { type Acl, type AclFilter, aclKey, demandAcl, demandFilter, matches } from '../../src/metadata/acls.ts'

const acl: Acl = {
  resourceType: 2,
  resourceName: 'orders',
  patternType: 3,
  principal: 'User:alice',
  host: '*',
  operation: 3,
  permissionType: 3,
}
const any: AclFilter = {
  resourceTypeFilter: 1,
  resourceNameFilter: null,
  patternTypeFilter: 1,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
}

t.test('an entry is whole, or says what it lacks', async t => {
  const said = (change: Partial<Acl>) => {
    try {
      demandAcl({ ...acl, ...change })
    } catch (error) {
      return (error as Error).message
    }
    return 'taken'
  }
  t.equal(said({}), 'taken')
  t.equal(said({ patternType: 4 }), 'taken')
  t.equal(said({ resourceType: 4, resourceName: 'kafka-cluster' }), 'taken')
  t.equal(said({ resourceType: 4 }), 'The only valid name for the CLUSTER resource is kafka-cluster')
  t.equal(said({ resourceName: '' }), 'Invalid empty resource name')
  t.equal(said({ resourceType: 1 }), 'Invalid resourceType ANY')
  t.equal(said({ resourceType: 99 }), 'Invalid resourceType UNKNOWN')
  t.equal(said({ patternType: 2 }), 'Invalid patternType MATCH')
  t.equal(said({ operation: 1 }), 'Invalid operation ANY')
  t.equal(said({ operation: 16 }), 'Invalid operation UNKNOWN')
  t.equal(said({ permissionType: 1 }), 'Invalid permissionType ANY')
  t.match(said({ principal: 'alice' }), /Could not parse principal from `alice`/)
})

t.test('a filter means what it names, and everything of what it does not name', async t => {
  t.ok(matches(any, acl))
  const fields: [keyof AclFilter, number | string, number | string][] = [
    ['resourceTypeFilter', 2, 3],
    ['resourceNameFilter', 'orders', 'bills'],
    ['patternTypeFilter', 3, 4],
    ['principalFilter', 'User:alice', 'User:bob'],
    ['hostFilter', '*', '10.0.0.1'],
    ['operation', 3, 4],
    ['permissionType', 3, 2],
  ]
  for (const [field, same, other] of fields) {
    t.ok(matches({ ...any, [field]: same }, acl), `${field}=${same}`)
    t.notOk(matches({ ...any, [field]: other }, acl), `${field}=${other}`)
  }
})

t.test('MATCH means all that concern a name; others mean that very entry', async t => {
  const found = (patternTypeFilter: number, name: string) =>
    [
      ['orders', 3],
      ['*', 3],
      ['or', 4],
      ['orders-2', 4],
    ].flatMap(([resourceName, patternType]) => {
      const entry = { ...acl, resourceName: String(resourceName), patternType: Number(patternType) }
      return matches({ ...any, patternTypeFilter, resourceNameFilter: name }, entry)
        ? [`${resourceName}/${patternType}`]
        : []
    })
  t.same(found(2, 'orders'), ['orders/3', '*/3', 'or/4'])
  t.same(found(2, 'orders-20'), ['*/3', 'or/4', 'orders-2/4'])
  t.same(found(1, 'orders'), ['orders/3'])
  t.same(found(3, '*'), ['*/3'])
  t.same(found(4, 'or'), ['or/4'])
})

t.test('a filter of a newer protocol is refused', async t => {
  t.doesNotThrow(() => demandFilter(any))
  for (const field of ['resourceTypeFilter', 'patternTypeFilter'] as const)
    t.throws(() => demandFilter({ ...any, [field]: 0 }), { name: 'INVALID_REQUEST', message: 'Unknown patternFilter.' })
  for (const field of ['operation', 'permissionType'] as const)
    t.throws(() => demandFilter({ ...any, [field]: 77 }), { message: 'Unknown entryFilter.' })
})

t.test('entries that say the same are one', async t => {
  t.equal(aclKey(acl), aclKey({ ...acl }))
  for (const [field, value] of Object.entries({
    ...acl,
    resourceType: 3,
    patternType: 4,
    operation: 4,
    permissionType: 2,
  }))
    if (typeof value === 'number') t.not(aclKey({ ...acl, [field]: value }), aclKey(acl), field)
  for (const field of ['resourceName', 'principal', 'host']) t.not(aclKey({ ...acl, [field]: 'x' }), aclKey(acl), field)
})
