/**
 * DescribeAcls v1-3: the entries that a filter means, by resource. SECURITY_DISABLED where no authorizer is set.
 * Source: KIP-140; Kafka 4.3 `AclApis.handleDescribeAcls`.
 */
import { type AclFilter, demandFilter, matches } from '../../metadata/acls.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { DescribeAcls, type DescribeAclsResourceInit } from '../../protocol/generated/apis/29-describe-acls.ts'
import type { Broker } from '../broker.ts'
import { handler } from '../handler.ts'

export const NO_AUTHORIZER = 'No Authorizer is configured.'

export const describeAcls = handler(
  DescribeAcls,
  (request, session, broker) => {
    broker.acls.demand(session, 'DESCRIBE', 'CLUSTER')
    if (!broker.acls.enabled) throw new KafkaError('SECURITY_DISABLED', 'No Authorizer is configured on the broker')
    const { patternTypeFilter, resourceTypeFilter, resourceNameFilter, principalFilter, hostFilter } = request
    const { operation, permissionType } = request
    const of = { resourceTypeFilter, resourceNameFilter, patternTypeFilter }
    const filter = { ...of, principalFilter, hostFilter, operation, permissionType }
    demandFilter(filter)
    return { errorMessage: null, resources: resources(filter, broker) }
  },
  { refusal: (_request, error) => ({ ...error, resources: [] }) },
)

function resources(filter: AclFilter, { metadata }: Broker): DescribeAclsResourceInit[] {
  const found = new Map<string, DescribeAclsResourceInit & { acls: DescribeAclsResourceInit['acls'][number][] }>()
  for (const acl of metadata.acls.values()) {
    if (!matches(filter, acl)) continue
    const { resourceType, resourceName, patternType, principal, host, operation, permissionType } = acl
    const key = `${resourceType} ${patternType} ${resourceName}`
    const resource = found.get(key) ?? { resourceType, resourceName, patternType, acls: [] }
    found.set(key, resource)
    resource.acls.push({ principal, host, operation, permissionType })
  }
  return [...found.values()]
}
