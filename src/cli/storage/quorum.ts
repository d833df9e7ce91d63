/** Who votes in the cluster that `storage format` begins. Source: Kafka 4.3 `StorageTool`, `Formatter`; KIP-853. */
import type { Uuid } from '../../lib/uuid.ts'
import { type Kraft, standalone, type Voter } from '../../metadata/kraft.ts'
import { UsageError } from '../usage-error.ts'
import { quorumOf } from './voters.ts'

interface Node {
  /** controller.quorum.voters names who votes. */
  staticVoters: boolean
  controls: boolean
  nodeId: number
  controller: { name: string; host: string; port: number }
}

/** Who votes, as the log says it; undefined when it says nothing. @throws {UsageError} in Kafka's words */
export function initialQuorum(
  { staticVoters, controls, nodeId, controller }: Node,
  given: { standalone: boolean; noInitialControllers: boolean; initialControllers: string | undefined },
  directoryId: Uuid,
): Kraft | undefined {
  const { standalone: alone, initialControllers: list } = given
  if (staticVoters && (alone || list !== undefined))
    throw new UsageError(
      'You cannot specify controller.quorum.voters and format the node with --initial-controllers or --standalone. If you want to use dynamic quorum, please remove controller.quorum.voters and specify controller.quorum.bootstrap.servers instead.',
    )
  if (list !== undefined) return quorumOf(list, controller.name)
  if (alone && !controls) throw new UsageError('You can only use --standalone on a controller.')
  if (alone) return standalone(nodeId, directoryId, controller)
  if (!given.noInitialControllers && controls && !staticVoters)
    throw new UsageError(
      'Because controller.quorum.voters is not set on this controller, you must specify one of the following: --standalone, --initial-controllers, or --no-initial-controllers.',
    )
  return undefined
}

/** What Kafka's tool calls a directory that it formats. @param own the voter that the node itself is */
export const kindOf = (holdsMetadata: boolean, quorum: Kraft | undefined, own: Voter | undefined): string => {
  if (!holdsMetadata) return 'data'
  if (!quorum) return 'metadata'
  return own ? 'dynamic metadata voter' : 'dynamic metadata'
}
