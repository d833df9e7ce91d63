/**
 * Passwords of users for SCRAM: only what is derived from them leaves the client. Source: KIP-554, RFC 5802 (SaltedPassword).
 */
import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { DescribeUserScramCredentials } from '../../protocol/generated/apis/50-describe-user-scram-credentials.ts'
import { AlterUserScramCredentials } from '../../protocol/generated/apis/51-alter-user-scram-credentials.ts'
import { ANY, type Cluster } from '../cluster.ts'
import { controllerOf, demand, failure, type Outcome } from './results.ts'

/** By their numbers in the protocol. */
export const scramMechanisms = ['UNKNOWN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const
export type ScramMechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
const hashes = { 'SCRAM-SHA-256': { name: 'sha256', size: 32 }, 'SCRAM-SHA-512': { name: 'sha512', size: 64 } } as const

export interface UserCredentials extends Outcome {
  user: string
  credentials: readonly { mechanism: string; iterations: number }[]
}

/** @param users all if not given; those that have none are left out */
export async function describeScram(cluster: Cluster, users?: readonly string[]): Promise<UserCredentials[]> {
  const response = await cluster.retry(() =>
    cluster.request(DescribeUserScramCredentials, ANY, { users: users?.map(name => ({ name })) ?? null }),
  )
  demand(response.errorCode, response.errorMessage, 'the credentials')
  return response.results
    .map(({ user, errorCode, errorMessage, credentialInfos }) => ({
      user,
      error: failure(errorCode, errorMessage, user),
      credentials: credentialInfos.map(({ mechanism, iterations }) => ({
        mechanism: scramMechanisms[mechanism] ?? 'UNKNOWN',
        iterations,
      })),
    }))
    .filter(({ error }) => error?.name !== 'RESOURCE_NOT_FOUND')
}

export function saltPassword(mechanism: ScramMechanism, password: string, salt: Buffer, iterations: number): Buffer {
  const { name, size } = hashes[mechanism]
  return pbkdf2Sync(password, salt, iterations, size, name)
}

export interface NewCredential {
  mechanism: ScramMechanism
  iterations: number
  password: string
}

/** @returns the user with its error */
export async function alterScram(
  cluster: Cluster,
  user: string,
  changes: { set?: readonly NewCredential[]; remove?: readonly ScramMechanism[] },
): Promise<Outcome> {
  const upsertions = (changes.set ?? []).map(({ mechanism, iterations, password }) => {
    const salt = randomBytes(SALT_BYTES)
    const saltedPassword = saltPassword(mechanism, password, salt, iterations)
    return { name: user, mechanism: scramMechanisms.indexOf(mechanism), iterations, salt, saltedPassword }
  })
  const deletions = (changes.remove ?? []).map(mechanism => ({
    name: user,
    mechanism: scramMechanisms.indexOf(mechanism),
  }))
  const response = await cluster.retry(() =>
    cluster.request(AlterUserScramCredentials, controllerOf(cluster), { deletions, upsertions }),
  )
  const [row] = response.results
  return { error: failure(row?.errorCode ?? -1, row?.errorMessage ?? null, user) }
}
const SALT_BYTES = 32
