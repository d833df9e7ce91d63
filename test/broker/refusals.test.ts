/**
 * Every handler says no to every request, in every version: an answer that its version cannot carry would cost the client
 * its connection. The requests are Kafka's own examples, with all fields set, with all nulls, and with none.
 */
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import t from 'tap'
import { handlers } from '../../src/broker/handlers/index.ts'
import { encodeResponse } from '../../src/protocol/header.ts'
import { Reader } from '../../src/protocol/reader.ts'

const examples: { message: string; version: number; variant: string; hex: string; type: string }[] = zlib
  .gunzipSync(fs.readFileSync(path.resolve(import.meta.dirname, '../../fixtures/wire/wire.jsonl.gz')))
  .toString()
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))

t.test('a refusal can be written', async t => {
  const error = { errorCode: 74, errorMessage: 'Not today' }
  for (const { api, refusal } of handlers) {
    const versions = new Set<number>()
    for (const { message, version, variant, hex, type } of examples) {
      if (message !== `${api.name}Request` || type === 'request-frame' || version > api.max) continue
      versions.add(version)
      const request = api.request.read(new Reader(Buffer.from(hex, 'hex')), version)
      try {
        encodeResponse(api, version, refusal(request, error, version), { correlationId: 1 })
      } catch (error) {
        t.fail(`${api.name} version ${version}, ${variant}: ${(error as Error).message}`)
      }
    }
    t.equal(versions.size, api.max - api.min + 1, api.name)
  }
})
