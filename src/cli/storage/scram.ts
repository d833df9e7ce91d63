/**
 * `SCRAM-SHA-256=[name=alice,password=secret]`: a user that a cluster begins with. What is written down can check the password, and
 * not give it. Source: Kafka 4.3 `ScramParser`; RFC 5802.
 */
import { randomBytes } from 'node:crypto'
import { type ScramMechanism, saltPassword, scramMechanisms } from '../../client/admin/scram.ts'
import { type Credential, credentialOf, ITERATIONS_MAX, ITERATIONS_MIN } from '../../metadata/scram.ts'
import { UsageError } from '../usage-error.ts'

const SALT_BYTES = 32

/** @throws {UsageError} in Kafka's words */
export function credentialFrom(argument: string): Credential {
  const text = argument.trim()
  const equals = text.indexOf('=')
  if (equals < 0) throw new UsageError(`Failed to find equals sign in SCRAM argument '${text}'`)
  const mechanism = text.slice(0, equals) as ScramMechanism
  if (!scramMechanisms.slice(1).includes(mechanism))
    throw new UsageError(`The add-scram mechanism ${mechanism} is not supported.`)
  const config = text.slice(equals + 1)
  if (!config.startsWith('[')) throw new UsageError('Expected configuration string to start with [')
  if (!config.endsWith(']')) throw new UsageError('Expected configuration string to end with ]')
  const { name, salt, iterations, password, saltedpassword, ...unknown } = partsOf(config.slice(1, -1))
  if (name === undefined) throw new UsageError("You must supply 'name' to add-scram")
  if (password === undefined && saltedpassword === undefined)
    throw new UsageError("You must supply one of 'password' or 'saltedpassword' to add-scram")
  if (password === undefined && salt === undefined)
    throw new UsageError("You must supply 'salt' with 'saltedpassword' to add-scram")
  const others = [
    ...Object.keys(unknown),
    ...(password !== undefined && saltedpassword !== undefined ? ['saltedpassword'] : []),
  ]
  if (others.length > 0) throw new UsageError(`Unknown SCRAM configurations: ${others.sort().join(', ')}`)
  if (iterations !== undefined && !/^[+-]?\d+$/.test(iterations))
    throw new UsageError(`Failed to parse iterations count: ${iterations}`)
  const rounds = Number(iterations ?? ITERATIONS_MIN)
  const java = mechanism.replaceAll('-', '_')
  if (rounds < ITERATIONS_MIN)
    throw new UsageError(`The 'iterations' value must be >= ${ITERATIONS_MIN} for add-scram using ${java}`)
  if (rounds > ITERATIONS_MAX)
    throw new UsageError(`The 'iterations' value must be <= ${ITERATIONS_MAX} for add-scram using ${java}`)
  const salting = salt === undefined ? randomBytes(SALT_BYTES) : decoded('salt', salt)
  return credentialOf({
    name,
    mechanism: scramMechanisms.indexOf(mechanism),
    salt: salting,
    saltedPassword:
      password === undefined
        ? decoded('saltedPassword', saltedpassword!)
        : saltPassword(mechanism, password, salting, rounds),
    iterations: rounds,
  })
}

function partsOf(text: string): Record<string, string> {
  const parts: Record<string, string> = {}
  for (const part of text.split(',')) {
    const equals = part.indexOf('=')
    if (equals < 0) throw new UsageError(`No equals sign found in SCRAM component: ${part}`)
    parts[part.slice(0, equals)] = part.slice(equals + 1).replace(/^"(.*)"$/s, '$1')
  }
  return parts
}

function decoded(what: string, text: string): Buffer {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new UsageError(`Failed to decode given ${what}: ${text}`)
  return Buffer.from(text, 'base64')
}
