import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { UpdateFeatures } from '../../../src/protocol/generated/apis/57-update-features.ts'
import { createTopic, directory, startBroker } from '../start.ts'

const [UPGRADE, SAFE, UNSAFE] = [1, 2, 3]
const update = (feature: string, maxVersionLevel: number, upgradeType = UPGRADE) => ({
  feature,
  maxVersionLevel,
  upgradeType,
})
const PREFIX = 'The update failed for all features since the following feature had an error: '

t.test('levels go up and down, and stay; each version answers in its way', async t => {
  const dir = directory(t)
  const { broker, connect } = await startBroker(t, {}, dir)
  const connection = await connect()
  const level = () => broker.metadata.features.get('group.version') ?? 0
  const ask = (version: number, to: number, validateOnly: boolean) =>
    connection.send(UpdateFeatures, version, {
      featureUpdates: [update('group.version', to, to === 0 ? SAFE : UPGRADE)],
      validateOnly,
    })
  for (const version of [1, 2]) {
    const results = version === 1 ? [{ feature: 'group.version', errorCode: 0, errorMessage: 'NONE' }] : []
    t.match(await ask(version, 0, true), { errorCode: 0, errorMessage: null, results })
    t.equal(level(), 1)
    t.match(await ask(version, 0, false), { errorCode: 0, errorMessage: null, results })
    t.equal(level(), 0)
    t.match(await ask(version, 1, false), { errorCode: 0 })
    t.equal(level(), 1)
  }
  const old = (to: number) =>
    connection.send(UpdateFeatures, 0, {
      featureUpdates: [{ feature: 'group.version', maxVersionLevel: to, allowDowngrade: true }],
    })
  t.match(await old(1), { errorCode: 0, results: [{ feature: 'group.version' }] })
  t.equal(errorName((await old(0)).errorCode), 'INVALID_UPDATE_VERSION', 'v0 cannot say how; nor can it on Kafka')
  await ask(2, 0, false)
  await broker.close()
  const again = await startBroker(t, {}, dir)
  t.notOk(again.broker.metadata.features.has('group.version'))
})

t.test('what cannot be is refused, and all of the request with it', async t => {
  const { broker, connect } = await startBroker(t)
  const connection = await connect()
  const invalid = (level: number, feature: string, why: string) =>
    `Invalid update version ${level} for feature ${feature}. ${why}`
  const down =
    "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade."
  const cases: [feature: string, level: number, type: number, message: string][] = [
    [
      'metadata.version',
      31,
      UPGRADE,
      invalid(31, 'metadata.version', 'Local controller 1 only supports versions 7-30'),
    ],
    ['metadata.version', 29, UPGRADE, invalid(29, 'metadata.version', down)],
    [
      'metadata.version',
      29,
      SAFE,
      'Unsupported metadata.version downgrade from 30 to 29. Refusing to perform the requested downgrade because it might delete metadata information.',
    ],
    [
      'metadata.version',
      29,
      UNSAFE,
      'Unsupported metadata.version downgrade from 30 to 29. Unsafe metadata downgrade is not supported in this version.',
    ],
    ['group.version', 2, UPGRADE, invalid(2, 'group.version', 'Local controller 1 only supports versions 0-1')],
    ['group.version', -1, UPGRADE, invalid(-1, 'group.version', 'A feature version cannot be less than 0.')],
    ['group.version', 1, 0, invalid(1, 'group.version', 'The controller does not support the given upgrade type.')],
    ['group.version', 1, 9, invalid(1, 'group.version', 'The controller does not support the given upgrade type.')],
    ['nope', 1, UPGRADE, invalid(1, 'nope', 'Local controller 1 does not support this feature.')],
    ['nope', 0, SAFE, invalid(0, 'nope', 'Feature nope not found.')],
    ['kraft.version', 0, SAFE, invalid(0, 'kraft.version', "Can't downgrade the version of this feature.")],
  ]
  const before = [...broker.metadata.features]
  for (const [feature, level, type, message] of cases) {
    const featureUpdates = [update('share.version', 0, SAFE), update(feature, level, type)]
    const { errorCode, errorMessage, results } = await connection.send(UpdateFeatures, 2, { featureUpdates })
    t.same([errorName(errorCode), errorMessage, results], ['INVALID_UPDATE_VERSION', PREFIX + message, []])
  }
  t.same([...broker.metadata.features], before)
  await connection.send(UpdateFeatures, 2, { featureUpdates: [update('share.version', 0, SAFE)] })
  const newer = await connection.send(UpdateFeatures, 2, { featureUpdates: [update('share.version', 1, SAFE)] })
  t.match(newer.errorMessage, /Can't downgrade to a newer version/)
})

t.test('a feature that is named twice gets the last level', async t => {
  const { broker, connect } = await startBroker(t)
  const featureUpdates = [update('group.version', 1), update('group.version', 0, SAFE)]
  const answer = await (await connect()).send(UpdateFeatures, 1, { featureUpdates })
  t.match(answer, { errorCode: 0, results: [{ feature: 'group.version' }, { feature: 'group.version' }] })
  t.notOk(broker.metadata.features.has('group.version'))
})

t.test('kraft.version: voters that are a setting become records of the log, and a start finds them there', async t => {
  const dir = directory(t)
  const settings = { 'controller.quorum.voters': '1@127.0.0.1:9093' }
  const { broker, connect } = await startBroker(t, settings, dir)
  const connection = await connect()
  const kraftVersion = async (version = 1) => {
    const featureUpdates = [update('kraft.version', version)]
    return (await connection.send(UpdateFeatures, 2, { featureUpdates })).errorCode
  }
  t.notOk(broker.metadata.features.has('kraft.version'))
  const quorumState = () => JSON.parse(fs.readFileSync(path.join(dir, '__cluster_metadata-0/quorum-state'), 'utf8'))
  t.equal(quorumState().data_version, 0)
  const { offset } = broker.metadata
  for (let i = 0; i < 2; i++) {
    t.equal(await kraftVersion(), 0)
    t.equal(broker.metadata.features.get('kraft.version'), 1)
    t.equal(broker.metadata.offset, offset + 2, 'the version, and the voters')
  }
  t.equal(quorumState().data_version, 1)
  await createTopic(connection, 'orders')
  await broker.close()
  fs.rmSync(path.join(dir, 'metadata.db'))
  const again = await startBroker(t, settings, dir)
  t.equal(again.broker.metadata.features.get('kraft.version'), 1)
  t.ok(again.broker.metadata.topics.has('orders'))
})
