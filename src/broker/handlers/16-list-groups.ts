/**
 * ListGroups v0-5: groups of this coordinator, by state (v4) and type (v5); no group is of a state or type that there is not.
 * Source: KIP-518, KIP-848.
 */
import { listGroups as list } from '../../group/describe.ts'
import { ListGroups } from '../../protocol/generated/apis/16-list-groups.ts'
import { handler } from '../handler.ts'
import { CONSUMER_OFFSETS } from '../topics.ts'

export const listGroups = handler(
  ListGroups,
  ({ statesFilter, typesFilter }, session, broker) => {
    if (!broker.metadata.topics.has(CONSUMER_OFFSETS)) return { groups: [] }
    const states = new Set(statesFilter.map(state => state.toLowerCase().trim()))
    const wanted = new Set(typesFilter.map(type => type.toLowerCase()))
    const { acls } = broker
    const seesAll = acls.allows(session, 'DESCRIBE', 'CLUSTER')
    const groups = list(broker.groups.groups).filter(
      ({ groupId, groupState, groupType }) =>
        (seesAll || acls.allows(session, 'DESCRIBE', 'GROUP', groupId)) &&
        (states.size === 0 || states.has(groupState.toLowerCase())) &&
        (wanted.size === 0 || wanted.has(groupType)),
    )
    return { groups }
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, groups: [] }) },
)
