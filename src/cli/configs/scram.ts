/** Passwords of users, as `configs` takes them and prints what is known of them. Source: Kafka 4.3 `ConfigCommand`; KIP-554. */
import {
  alterScram,
  describeScram,
  type NewCredential,
  type ScramMechanism,
  type UserCredentials,
} from '../../client/admin/scram.ts'
import type { Cluster } from '../../client/cluster.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { Io } from '../io.ts'
import { javaClass, javaMessage } from '../java-exceptions.ts'
import { UsageError } from '../usage-error.ts'
import type { Changes } from './changes.ts'

const ITERATIONS = 4096

export const isMechanism = (name: string): name is ScramMechanism =>
  name === 'SCRAM-SHA-256' || name === 'SCRAM-SHA-512'

/** `iterations=8192,password=secret` @throws {UsageError} */
function credential(mechanism: ScramMechanism, text: string): NewCredential {
  const match = /^(?:iterations=(-?\d*),)?password=(.*)$/s.exec(text)
  if (!match)
    throw new UsageError(
      `Invalid credential property ${mechanism.replaceAll('-', '_')}=${text}: it takes [iterations=8192,password=...]`,
    )
  const iterations = match[1] === undefined || match[1] === '-1' ? ITERATIONS : Number(match[1])
  if (iterations < ITERATIONS)
    throw new UsageError(`Iterations ${iterations} is less than the minimum ${ITERATIONS} required for ${mechanism}`)
  return { mechanism, iterations, password: match[2]! }
}

export async function alter(cluster: Cluster, user: string, { set, remove }: Changes): Promise<void> {
  const { error } = await alterScram(cluster, user, {
    set: Array.from(set, ([mechanism, text]) => credential(mechanism as ScramMechanism, text)),
    remove: remove as ScramMechanism[],
  })
  if (error) throw error
}

export const find = (cluster: Cluster, user: string | undefined): Promise<UserCredentials[]> =>
  describeScram(cluster, user === undefined ? undefined : [user])

export function print(users: readonly UserCredentials[], io: Io): void {
  for (const { user, error, credentials } of users) {
    const known = credentials.map(({ mechanism, iterations }) => `${mechanism}=iterations=${iterations}`).join(', ')
    io.print(
      error instanceof KafkaError
        ? `Error retrieving SCRAM credential configs for user-principal '${user}': ${javaClass(error)}: ${javaMessage(error)}`
        : `SCRAM credential configs for user-principal '${user}' are ${known}`,
    )
  }
}

export const asJson = ({ user, credentials }: UserCredentials) => ({ user, credentials })
