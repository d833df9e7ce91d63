/**
 * AlterUserScramCredentials v0: passwords of users, as SCRAM keeps them: what comes is salted already, and what is stored can
 * check a password and not give it. Of a user, one change a request.
 * Source: KIP-554, RFC 5802; Kafka 4.3 `ScramControlManager`.
 */
import { type ErrorName, KafkaError } from '../../protocol/errors.ts'
import type {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponseInit,
  ScramCredentialDeletion,
  ScramCredentialUpsertion,
} from '../../protocol/generated/apis/51-alter-user-scram-credentials.ts'
import { UserScramCredentialRecord } from '../../protocol/generated/records/metadata/11-user-scram-credential.ts'
import { RemoveUserScramCredentialRecord } from '../../protocol/generated/records/metadata/22-remove-user-scram-credential.ts'
import { type MetadataRecord, record } from '../records.ts'
import { credentialOf, ITERATIONS_MAX, ITERATIONS_MIN, SCRAM_SINCE, scramHashes } from '../scram.ts'
import type { ControllerState, Decide } from './state.ts'

export const alterUserScramCredentials: Decide<
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponseInit
> = (state, { deletions, upsertions }) => {
  const names = [...deletions, ...upsertions].map(({ name }) => name)
  const records: MetadataRecord[] = []
  const answer = (name: string, make: () => MetadataRecord) => {
    try {
      if ((state.metadata.features.get('metadata.version') ?? 0) < SCRAM_SINCE)
        throw new KafkaError('UNSUPPORTED_VERSION', 'The current metadata.version does not support SCRAM')
      records.push(make())
      return { user: name, errorMessage: null }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return { user: name, errorCode: error.code, errorMessage: error.message }
    }
  }
  const changes = new Map<string, () => MetadataRecord>()
  for (const deletion of deletions) changes.set(deletion.name, () => deleted(state, deletion))
  for (const upsertion of upsertions) changes.set(upsertion.name, () => upserted(upsertion))
  const results = Array.from(changes, ([name, make]) =>
    answer(name, () => {
      if (names.filter(each => each === name).length > 1)
        throw new KafkaError('DUPLICATE_RESOURCE', 'A user credential cannot be altered twice in the same request')
      return make()
    }),
  )
  return { records, response: { results } }
}

const refuse = (name: ErrorName, message: string): never => {
  throw new KafkaError(name, message)
}

function demandUser(name: string, mechanism: number): void {
  if (name === '') refuse('UNACCEPTABLE_CREDENTIAL', 'Username must not be empty')
  if (scramHashes[mechanism] === undefined) refuse('UNSUPPORTED_SASL_MECHANISM', 'Unknown SCRAM mechanism')
}

function deleted({ metadata }: ControllerState, { name, mechanism }: ScramCredentialDeletion): MetadataRecord {
  demandUser(name, mechanism)
  if (!metadata.scram.get(name)?.has(mechanism))
    refuse('RESOURCE_NOT_FOUND', 'Attempt to delete a user credential that does not exist')
  return record(RemoveUserScramCredentialRecord, { name, mechanism })
}

function upserted(given: ScramCredentialUpsertion): MetadataRecord {
  const { name, mechanism, iterations } = given
  demandUser(name, mechanism)
  if (iterations < ITERATIONS_MIN) refuse('UNACCEPTABLE_CREDENTIAL', 'Too few iterations')
  if (iterations > ITERATIONS_MAX) refuse('UNACCEPTABLE_CREDENTIAL', 'Too many iterations')
  return record(UserScramCredentialRecord, credentialOf(given))
}
