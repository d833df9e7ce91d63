import t from 'tap'
import { hashCode } from '../../src/lib/java-order.ts'
import { entityKey, entityOf, hashOfEntity } from '../../src/metadata/quotas.ts'

const parts = [
  { entityType: 'user', entityName: 'a' },
  { entityType: 'client-id', entityName: null },
]

t.test('an entity is the same in whatever order it is named', async t => {
  const key = entityKey(parts)
  t.equal(key, '[["client-id",null],["user","a"]]')
  t.equal(entityKey([...parts].reverse()), key)
  t.same(entityOf(key), [...parts].reverse())
  t.equal(hashOfEntity(parts), hashOfEntity(entityOf(key)))
})

t.test('an entity hashes as in Java: 31 and the sum of key ^ value', async t => {
  t.equal(hashOfEntity([]), 31)
  t.equal(hashOfEntity([{ entityType: 'ip', entityName: null }]), 31 + hashCode('ip'))
  t.equal(hashOfEntity(parts), (31 + (hashCode('user') ^ hashCode('a')) + hashCode('client-id')) | 0)
})
