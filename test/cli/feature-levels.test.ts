import t from 'tap'
import { featureDependencies, metadataLevel, versionMapping } from '../../src/cli/feature-levels.ts'
import { freshLevels } from '../../src/metadata/features.ts'

t.test('versions have the levels of kafka-storage.sh version-mapping', async t => {
  const levels = (version: string) => [...versionMapping(version)].map(line => line.replace(/.*=/, '')).join(' ')
  t.equal(levels('3.3-IV3'), '7 (3.3-IV3) 0 0 0 0 0 0')
  t.equal(levels('3.9-IV0'), '21 (3.9-IV0) 1 0 0 0 0 0')
  t.equal(levels('4.0'), '25 (4.0) 1 2 1 0 0 0', 'the last of its kind')
  t.equal(levels('4.1-IV0'), '26 (4.1-IV0) 1 2 1 1 0 0')
  t.equal(levels('4.2'), '29 (4.2) 1 2 1 1 1 1')
  t.throws(() => metadataLevel('9'), { name: 'UsageError', message: /Unknown metadata.version '9'/ })
})

t.test('a fresh cluster has the levels of its metadata version', async t => {
  const mapping = [...versionMapping('4.3-IV0')]
  for (const [name, level] of freshLevels)
    t.ok(
      mapping.some(line => line.startsWith(`${name}=${level}`)),
      name,
    )
})

t.test('what a feature needs', async t => {
  t.equal(featureDependencies('transaction.version=2'), 'transaction.version=2 has no dependencies.')
  t.match(featureDependencies('eligible.leader.replicas.version=1'), /requires:\n {4}metadata.version=23 \(4.0-IV1\)$/)
  t.equal(featureDependencies('metadata.version=20'), 'metadata.version=20 (3.8-IV0) has no dependencies.')
  for (const wrong of ['foo=1', 'group.version', 'group.version=x', 'transaction.version=9', 'metadata.version=99'])
    t.throws(() => featureDependencies(wrong), { name: 'UsageError' }, wrong)
})
