/** Who a member of a classic group is: its id, and the generation that it takes part in; and what errors of commits say about it. */
import type { KafkaError } from '../../../protocol/errors.ts'
import type { GroupMetadata } from '../../offsets.ts'
import { NO_GENERATION } from '../assignors/types.ts'
import { fenced, kickedOut, rebalancing } from './group-errors.ts'
import type { Member } from './join.ts'
import { NO_MEMBER } from './membership.ts'

export class MemberIdentity {
  readonly #groupId: string
  readonly #instanceId: string | null
  memberId = NO_MEMBER
  generationId = NO_GENERATION

  constructor({ groupId, groupInstanceId }: { groupId: string; groupInstanceId: string | null }) {
    this.#groupId = groupId
    this.#instanceId = groupInstanceId
  }

  get metadata(): Member {
    const { memberId, generationId } = this
    return { groupId: this.#groupId, groupInstanceId: this.#instanceId, memberId, generationId }
  }

  /** It has an id, and takes part in a generation. */
  get isMember(): boolean {
    return this.memberId !== NO_MEMBER && this.generationId !== NO_GENERATION
  }

  become({ memberId, generationId }: { memberId: string; generationId: number }): void {
    this.memberId = memberId
    this.generationId = generationId
  }

  /** The group does not know it any more: `name` says whether not at all, or not in this generation. */
  forget(name: string = 'UNKNOWN_MEMBER_ID'): void {
    this.generationId = NO_GENERATION
    if (name !== 'ILLEGAL_GENERATION') this.memberId = NO_MEMBER
  }

  /** @returns what the caller of the commit gets; undefined: the error as it is */
  commitRefused(error: KafkaError, sentAs: GroupMetadata): KafkaError | undefined {
    const { name } = error
    if (name === 'REBALANCE_IN_PROGRESS') return rebalancing(this.#groupId, error)
    if (!aboutMembers.has(name)) return undefined
    // Meanwhile it has joined again.
    if (sentAs.memberId !== this.memberId || sentAs.generationId !== this.generationId)
      return rebalancing(this.#groupId, error)
    if (name === 'FENCED_INSTANCE_ID') return this.fenced(error)
    this.forget(name)
    return kickedOut(error.name, this.#groupId, error)
  }

  fenced(error: KafkaError): KafkaError {
    return fenced(this.#groupId, this.#instanceId, error)
  }
}

const aboutMembers: ReadonlySet<string> = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'])
