/**
 * DescribeClientQuotas v0-1: the quotas of the entities that a filter means.
 * Source: KIP-546; Kafka 4.3 `ClientQuotasImage.describe`.
 */
import { hashMapOrder } from '../../lib/java-order.ts'
import { entityOf, hashOfEntity } from '../../metadata/quotas.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { type ComponentData, DescribeClientQuotas } from '../../protocol/generated/apis/48-describe-client-quotas.ts'
import { handler } from '../handler.ts'

const [EXACT, DEFAULT, ANY] = [0, 1, 2]
const types = new Set(['user', 'client-id', 'ip'])

export const describeClientQuotas = handler(
  DescribeClientQuotas,
  ({ components, strict }, session, { acls, metadata }) => {
    acls.demand(session, 'DESCRIBE_CONFIGS', 'CLUSTER')
    demandFilter(components)
    const all = Array.from(metadata.quotas, ([key, values]) => ({ entity: entityOf(key), values }))
    const found = hashMapOrder(all, ({ entity }) => hashOfEntity(entity))
    const entries = found.filter(
      ({ entity }) =>
        (!strict || entity.length === components.length) &&
        components.every(({ entityType, matchType, match }) =>
          entity.some(part => part.entityType === entityType && (matchType === ANY || part.entityName === match)),
        ),
    )
    return {
      errorMessage: null,
      entries: entries.map(({ entity, values }) => ({
        entity,
        values: hashMapOrder(
          Array.from(values, ([key, value]) => ({ key, value })),
          ({ key }) => key,
        ),
      })),
    }
  },
  { refusal: (_request, error) => ({ ...error, entries: null }) },
)

const invalid = (message: string) => new KafkaError('INVALID_REQUEST', message)

/** @throws {KafkaError} INVALID_REQUEST, UNSUPPORTED_VERSION */
function demandFilter(components: readonly ComponentData[]): void {
  const seen = new Set<string>()
  for (const { entityType, matchType, match } of components) {
    if (entityType === '') throw invalid('Invalid empty entity type.')
    if (seen.has(entityType)) throw invalid(`Entity type ${entityType} cannot appear more than once in the filter.`)
    seen.add(entityType)
    if (!types.has(entityType)) throw new KafkaError('UNSUPPORTED_VERSION', `Unsupported entity type ${entityType}`)
    if (matchType === EXACT) {
      if (match === null) throw invalid('Request specified MATCH_TYPE_EXACT, but set match string to null.')
    } else if (matchType !== DEFAULT && matchType !== ANY) throw invalid(`Unknown match type ${matchType}`)
    else if (match !== null)
      throw invalid(
        `Request specified MATCH_TYPE_${matchType === ANY ? 'SPECIFIED' : 'DEFAULT'}, but also specified a match string.`,
      )
  }
  if (seen.has('ip') && seen.size > 1)
    throw invalid(
      'Invalid entity filter component combination. IP filter component should not be used with user or clientId filter component.',
    )
}
