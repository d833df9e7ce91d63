/** Access control entries, for tests of their three APIs. */
export const AUTHORIZED = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:ANONYMOUS',
}

/** The filter that means every entry. */
export const anyAcl = {
  resourceTypeFilter: 1,
  resourceNameFilter: null as string | null,
  patternTypeFilter: 1,
  principalFilter: null as string | null,
  hostFilter: null as string | null,
  operation: 1,
  permissionType: 1,
}

const orders = {
  resourceType: 2,
  resourceName: 'orders',
  resourcePatternType: 3,
  principal: 'User:a',
  host: '*',
  operation: 3,
  permissionType: 3,
}

/** User a may read orders; or whatever `change` makes of it. */
export const aclOf = (change: Partial<typeof orders> = {}) => ({ ...orders, ...change })
