import net from 'node:net'
import t from 'tap'
import { handlers } from '../../../src/broker/handlers/index.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { ApiVersions } from '../../../src/protocol/generated/apis/18-api-versions.ts'
import { startBroker } from '../start.ts'

t.test('every version lists what is served, and nothing else', async t => {
  const { connect } = await startBroker(t)
  const connection = await connect()
  for (let version = 0; version <= ApiVersions.max; version++) {
    const response = await connection.send(ApiVersions, version, {
      clientSoftwareName: 'tap',
      clientSoftwareVersion: '1.0',
    })
    t.equal(response.errorCode, 0)
    t.same(
      response.apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, minVersion, maxVersion]),
      handlers.map(({ api }) => [api.key, api.advertisedMin, api.max]),
    )
    if (version < 3) continue
    const names = response.supportedFeatures.map(({ name }) => name)
    if (version === 3) t.same(names, ['metadata.version'], 'an old client would refuse a feature that begins at 0')
    else t.ok(names.includes('transaction.version'))
    t.ok(response.finalizedFeatures.some(({ name }) => name === 'metadata.version'))
    t.ok(response.finalizedFeaturesEpoch >= 0)
  }
})

t.test('a client must be named by letters, digits, dots and dashes', async t => {
  const { connect } = await startBroker(t)
  const connection = await connect()
  for (const [clientSoftwareName, clientSoftwareVersion] of [
    ['', '1'],
    ['a b', '1'],
    ['-a', '1'],
    ['a', '1-'],
    ['a', ''],
  ] as const) {
    const { errorCode, apiKeys } = await connection.send(ApiVersions, 3, { clientSoftwareName, clientSoftwareVersion })
    t.equal(errorName(errorCode), 'INVALID_REQUEST')
    t.same(apiKeys, [])
  }
})

// KIP-511: a client from the future asks with the version it knows, and must be able to read what it gets.
t.test('an unknown version is answered in version 0, with the versions there are', async t => {
  const { broker } = await startBroker(t)
  const [host, port] = broker.address.split(':')
  const socket = net.connect(Number(port), host)
  const request = Buffer.from('0000000e' + '0012' + '0063' + '00000007' + '000161' + '000000', 'hex')
  socket.write(request)
  const answer = await new Promise<Buffer>(resolve => socket.once('data', resolve))
  socket.destroy()
  t.equal(answer.toString('hex'), '00000010' + '00000007' + '0023' + '00000001' + '001200000004')
})
