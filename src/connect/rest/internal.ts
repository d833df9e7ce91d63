/**
 * What workers say to one another: the leader is told what tasks are to do, and to fence those of before.
 * Source: KIP-507, KIP-618; Kafka 4.3 `InternalClusterResource`, `InternalRequestSignature`.
 */
import { badRequest } from '../errors.ts'
import type { RequestSignature } from '../herder/herder.ts'
import { ALGORITHM_HEADER, SIGNATURE_HEADER } from './signature.ts'
import { jsonOf, type RestRequest, type Route, settingsOf } from './types.ts'

/** @returns undefined when there is none */
function signatureOf({ headers, body }: RestRequest): RequestSignature | undefined {
  const [signature, algorithm] = [headers.get(SIGNATURE_HEADER), headers.get(ALGORITHM_HEADER)]
  if (signature === null || algorithm === null) return undefined
  return { algorithm, signature: Buffer.from(signature, 'base64'), body }
}

export const internalRoutes: readonly Route[] = [
  [
    'POST',
    '/connectors/:name/tasks',
    async ({ herder }, request) => {
      const configs = jsonOf(request.body)
      if (!Array.isArray(configs)) throw badRequest('Settings of tasks are a list')
      const tasks = configs.map(each => {
        const settings = settingsOf(each, "A task's settings")
        return Object.fromEntries(
          Object.entries(settings).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
        )
      })
      await herder.putTaskConfigs(request.params['name']!, tasks, signatureOf(request))
      return { status: 204 }
    },
  ],
  [
    'PUT',
    '/connectors/:name/fence',
    async ({ herder }, request) => {
      await herder.fenceZombies(request.params['name']!, signatureOf(request))
      return { status: 204 }
    },
  ],
]
