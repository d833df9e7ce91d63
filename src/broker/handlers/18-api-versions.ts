/**
 * ApiVersions v0-4: which APIs are served, in which versions, and the features of the cluster.
 * Source: KIP-35, KIP-511 (the client's name), KIP-584 (features). A version we do not know is answered in `dispatch.ts`.
 * The table of handlers is the answer: what is not in it is not advertised. Features: what the broker registered with.
 */
import { supportedFeatures } from '../../metadata/features.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { ApiVersions } from '../../protocol/generated/apis/18-api-versions.ts'
import { handler } from '../handler.ts'
import { handlers } from './index.ts'

/** Kafka's `ApiVersionsRequest.SOFTWARE_NAME_VERSION_PATTERN`. */
const SOFTWARE_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/
const NAMED_SINCE = 3
/** From this version on a feature may begin at level 0 (KIP-1022). */
const LEVEL_ZERO_SINCE = 4

export const apiVersions = handler(
  ApiVersions,
  ({ clientSoftwareName, clientSoftwareVersion }, { version }, broker) => {
    if (
      version >= NAMED_SINCE &&
      !(SOFTWARE_NAME.test(clientSoftwareName) && SOFTWARE_NAME.test(clientSoftwareVersion))
    ) {
      const given = JSON.stringify([clientSoftwareName, clientSoftwareVersion])
      throw new KafkaError(
        'INVALID_REQUEST',
        `Client software name and version ${given} must be letters, digits, dashes and dots, and begin and end with no dash or dot`,
      )
    }
    const { features, offset } = broker.metadata
    return {
      apiKeys: handlers.map(({ api }) => ({ apiKey: api.key, minVersion: api.advertisedMin, maxVersion: api.max })),
      supportedFeatures: supportedFeatures
        .filter(({ min }) => version >= LEVEL_ZERO_SINCE || min > 0)
        .map(({ name, min, max }) => ({ name, minVersion: min, maxVersion: max })),
      finalizedFeaturesEpoch: offset,
      finalizedFeatures: Array.from(features, ([name, level]) => ({
        name,
        minVersionLevel: level,
        maxVersionLevel: level,
      })),
    }
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, apiKeys: [] }) },
)
