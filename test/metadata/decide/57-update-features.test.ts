import t from 'tap'
import { updateFeatures } from '../../../src/metadata/decide/57-update-features.ts'
import { cluster } from '../cluster.ts'

const update = (feature: string, maxVersionLevel: number, upgradeType = 1) => ({
  timeoutMs: 1000,
  validateOnly: false,
  featureUpdates: [{ feature, maxVersionLevel, upgradeType, allowDowngrade: false }],
})

t.test('metadata.version goes back where no record would be lost', async t => {
  const { decide, metadata } = cluster(t, [], { features: { 'metadata.version': 29 } })
  decide(updateFeatures, update('metadata.version', 23, 2))
  t.equal(metadata.features.get('metadata.version'), 23)
  t.throws(() => decide(updateFeatures, update('metadata.version', 22, 2)), /might delete metadata information/)
  t.throws(() => decide(updateFeatures, update('metadata.version', 22, 3)), /Unsafe metadata downgrade/)
  decide(updateFeatures, update('metadata.version', 30))
  t.equal(metadata.features.get('metadata.version'), 30)
})

t.test('eligible leader replicas need an older feature, and one truth of min.insync.replicas', async t => {
  const { decide, metadata } = cluster(t, [], { features: { 'metadata.version': 22 } })
  const elr = 'eligible.leader.replicas.version'
  t.throws(() => decide(updateFeatures, update(elr, 1)), /depends on metadata.version level 23/)
  decide(updateFeatures, update('metadata.version', 23))
  const { records } = decide(updateFeatures, update(elr, 1))
  t.equal(records.length, 2)
  t.equal(metadata.features.get(elr), 1)
  t.same([...metadata.configs(4, '')], [['min.insync.replicas', '1']])
  t.equal(decide(updateFeatures, update(elr, 1)).records.length, 1)
  decide(updateFeatures, update(elr, 0, 2))
  t.notOk(metadata.features.has(elr), 'level 0 is none')
})

t.test('kraft.version goes up only, and is no record of the metadata', async t => {
  const { decide, state } = cluster(t, [])
  const votersToLog = (validateOnly: boolean) =>
    updateFeatures(state, { ...update('kraft.version', 1), validateOnly }).votersToLog ?? false
  t.notOk(votersToLog(false), 'it is 1')
  t.throws(
    () => decide(updateFeatures, update('kraft.version', 0, 2)),
    /Can't downgrade the version of this feature\.$/,
  )
  t.throws(() => decide(updateFeatures, update('kraft.version', 0)), /without setting the upgrade type/)
  state.quorum = () => ({ kraftVersion: 0 }) as ReturnType<typeof state.quorum>
  t.throws(() => decide(updateFeatures, update('kraft.version', 1, 2)), /Can't downgrade to a newer version/)
  t.same(decide(updateFeatures, update('kraft.version', 1)).records, [])
  t.same([votersToLog(true), votersToLog(false)], [false, true])
})
