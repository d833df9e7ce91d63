/** `id@host:port:directory`, commas between: the controllers that a quorum begins with. Source: Kafka 4.3 `DynamicVoter`; KIP-853. */
import { uuidToBytes } from '../../lib/uuid.ts'
import type { Kraft, Voter } from '../../metadata/kraft.ts'
import { UsageError } from '../usage-error.ts'

const INT32_MAX = 2 ** 31 - 1

/** @param listener the controllers' @throws {UsageError} in Kafka's words */
export function quorumOf(text: string, listener: string): Kraft {
  const voters = text
    .trim()
    .split(',')
    .filter(word => word !== '')
    .map(word => voterOf(word.trim(), listener))
  if (voters.length === 0) throw new UsageError('No voters given.')
  voters.sort((a, b) => a.voterId - b.voterId)
  const twice = voters.find((voter, i) => voter.voterId === voters[i + 1]?.voterId)
  if (twice) throw new UsageError(`Node id ${twice.voterId} was specified more than once.`)
  return { version: 1, voters }
}

function voterOf(text: string, name: string): Voter {
  const refuse = (why: string, cause?: string) =>
    new UsageError(
      `${why}${cause === undefined ? '' : ` It has "${cause}".`} A controller is written id@host:port:directory, such as 1@localhost:9093:MvDxzVmcRsaTz33bUuRU6A`,
    )
  const at = text.indexOf('@')
  if (at < 0) throw refuse('No @ found in dynamic voter string.')
  if (at === 0) throw refuse('Invalid @ at beginning of dynamic voter string.')
  const id = text.slice(0, at)
  if (!/^[+-]?\d+$/.test(id) || Number(id) > INT32_MAX)
    throw refuse('Failed to parse node id in dynamic voter string.', id)
  if (Number(id) < 0) throw refuse(`Invalid negative node id ${Number(id)} in dynamic voter string.`)
  const place = text.slice(at + 1)
  if (place === '') throw refuse('No hostname found after node id.')
  const bracket = place.startsWith('[')
  const end = place.indexOf(bracket ? ']' : ':')
  if (end < 0)
    throw refuse(
      bracket
        ? 'Hostname began with left bracket, but no right bracket was found.'
        : 'No colon following hostname could be found.',
    )
  const host = place.slice(bracket ? 1 : 0, end)
  const rest = place.slice(bracket ? end + 1 : end)
  if (!rest.startsWith(':')) throw refuse('Port section must start with a colon.')
  const colon = rest.indexOf(':', 1)
  if (colon < 0) throw refuse('No colon following port could be found.')
  const port = rest.slice(1, colon)
  if (!/^[+-]?\d+$/.test(port)) throw refuse('Failed to parse port in dynamic voter string.', port)
  if (Number(port) < 0 || Number(port) > 65535) throw refuse(`Invalid port ${Number(port)} in dynamic voter string.`)
  const directory = rest.slice(colon + 1)
  if (!uuidToBytes(directory)) throw refuse('Failed to parse directory ID in dynamic voter string.', directory)
  return {
    voterId: Number(id),
    voterDirectoryId: directory,
    endpoints: [{ name, host, port: Number(port) }],
    kRaftVersionFeature: { minSupportedVersion: 0, maxSupportedVersion: 1 },
  }
}
