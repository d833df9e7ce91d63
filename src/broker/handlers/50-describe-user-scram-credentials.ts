/**
 * DescribeUserScramCredentials v0: which users have a password, by which mechanism, with how many iterations; nothing else of
 * it is told. They are stored for the day that listeners authenticate. Source: KIP-554; Kafka 4.3 `ScramImage.describe`.
 */
import { errorCodes } from '../../protocol/errors.ts'
import { DescribeUserScramCredentials } from '../../protocol/generated/apis/50-describe-user-scram-credentials.ts'
import type { Broker } from '../broker.ts'
import { handler } from '../handler.ts'

export const describeUserScramCredentials = handler(
  DescribeUserScramCredentials,
  ({ users }, session, broker) => {
    broker.acls.demand(session, 'DESCRIBE', 'CLUSTER')
    const names = users?.map(({ name }) => name) ?? []
    const wanted = names.length === 0 ? [...broker.metadata.scram.keys()] : [...new Set(names)]
    return { errorMessage: null, results: wanted.map(user => describe(user, names, broker)) }
  },
  { refusal: (_request, error) => ({ ...error, results: [] }) },
)

function describe(user: string, asked: readonly string[], { metadata }: Broker) {
  if (asked.filter(name => name === user).length > 1)
    return {
      user,
      errorCode: errorCodes.DUPLICATE_RESOURCE.code,
      errorMessage: `Cannot describe SCRAM credentials for the same user twice in a single request: ${user}`,
      credentialInfos: [],
    }
  const known = metadata.scram.get(user)
  if (known === undefined)
    return {
      user,
      errorCode: errorCodes.RESOURCE_NOT_FOUND.code,
      errorMessage: `Attempt to describe a user credential that does not exist: ${user}`,
      credentialInfos: [],
    }
  const credentialInfos = Array.from(known, ([mechanism, iterations]) => ({ mechanism, iterations }))
  return { user, errorMessage: null, credentialInfos }
}
