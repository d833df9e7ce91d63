/**
 * Which settings of its own clients a connector may choose (`producer.override.*` and the like).
 * Source: KIP-458; Kafka 4.3 `connect.connector.policy`.
 */
import type { OverridePolicy, Settings } from '../plugin.ts'
import { settings } from '../plugin.ts'
import { KAFKA_VERSION } from '../version.ts'

function policy<const S extends Settings>(
  name: string,
  config: S,
  allowed: (config: Parameters<OverridePolicy<S>['create']>[0]) => (setting: string) => boolean,
): OverridePolicy<S> {
  return {
    kind: 'override_policy',
    class: `org.apache.kafka.connect.connector.policy.${name}ConnectorClientConfigOverridePolicy`,
    version: KAFKA_VERSION,
    config,
    create(values) {
      const isAllowed = allowed(values)
      return overrides =>
        Object.fromEntries(
          Object.keys(overrides)
            .filter(setting => !isAllowed(setting))
            .map(setting => [
              setting,
              `The '${name}' policy does not allow '${setting}' to be overridden in the connector configuration.`,
            ]),
        )
    },
  }
}

const identity = new Set(['sasl.jaas.config', 'sasl.mechanism', 'security.protocol'])

export const overridePolicies = [
  policy('All', {}, () => () => true),
  policy('None', {}, () => () => false),
  policy('Principal', {}, () => setting => identity.has(setting)),
  policy(
    'Allowlist',
    settings({
      'connector.client.config.override.allowlist': {
        type: 'list',
        default: [],
        importance: 'medium',
        doc: 'Settings of clients that connectors may choose. Empty: none.',
      },
    }),
    values => setting => values['connector.client.config.override.allowlist'].includes(setting),
  ),
] as const
