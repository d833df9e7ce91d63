/** What the files of the metadata shell say: rows, as Java's toString() has them. Source: Kafka 4.3, the classes named below. */
import type { Row } from './nodes.ts'

const list = (json: string | null) => (json === null ? 'null' : `[${(JSON.parse(json) as unknown[]).join(', ')}]`)

/** `PartitionRegistration` */
export const partitionText = (row: Row): string =>
  `PartitionRegistration(replicas=${list(row['replicas'])}, directories=${list(row['directories'])}, isr=${list(row['isr'])}, removingReplicas=${list(row['removing'])}, addingReplicas=${list(row['adding'])}, elr=${list(row['elr'])}, lastKnownElr=${list(row['last_known_elr'])}, leader=${row['leader']}, leaderRecoveryState=${row['leader_recovery'] === 0 ? 'RECOVERED' : 'RECOVERING'}, leaderEpoch=${row['leader_epoch']}, partitionEpoch=${row['partition_epoch']})`

/** `BrokerRegistration` */
export const brokerText = (row: Row): string =>
  `BrokerRegistration(id=${row['broker_id']}, epoch=${row['epoch']}, incarnationId=${row['incarnation']}, listeners=${listenersText(row)}, supportedFeatures=${featuresText(row)}, rack=${row['rack'] === null ? 'Optional.empty' : `Optional[${row['rack']}]`}, fenced=${row['fenced'] === 1}, inControlledShutdown=${row['in_controlled_shutdown'] === 1}, isMigratingZkBroker=false, directories=${list(row['log_dirs'])}, cordonedDirectories=${list(row['cordoned_dirs'])})`

/** `ControllerRegistration` */
export const controllerText = (row: Row): string =>
  `ControllerRegistration(id=${row['controller_id']}, incarnationId=${row['incarnation']}, zkMigrationReady=false, listeners=${listenersText(row)}, supportedFeatures=${featuresText(row)})`

const securityProtocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

/** `Endpoint` */
const listenersText = ({ listeners }: Row) =>
  `[${(JSON.parse(listeners) as { name: string; host: string; port: number; securityProtocol: number }[])
    .sort(byName)
    .map(
      ({ name, host, port, securityProtocol }) =>
        `Endpoint(listenerName='${name}', securityProtocol=${securityProtocols[securityProtocol]}, host='${host}', port=${port})`,
    )
    .join(', ')}]`

/** `VersionRange` */
const featuresText = ({ features }: Row) =>
  `{${(JSON.parse(features) as { name: string; minSupportedVersion: number; maxSupportedVersion: number }[])
    .sort(byName)
    .map(({ name, minSupportedVersion: min, maxSupportedVersion: max }) => `${name}: ${rangeText(min, max)}`)
    .join(', ')}}`
const SHORT_MAX = 32_767
const rangeText = (min: number, max: number) =>
  min === max ? `${min}` : max === SHORT_MAX ? `${min}+` : `${min}-${max}`

/** `StandardAcl`, a Java record. */
export const aclText = (acl: object): string =>
  `StandardAcl[${Object.entries(acl)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}]`

/** `ScramCredentialDataNode`; nothing is hidden: who can read the file has it. */
export const scramText = (row: Row): string =>
  `ScramCredentialData(salt=${hex(row['salt'])}, storedKey=${hex(row['stored_key'])}, serverKey=${hex(row['server_key'])}, iterations=${row['iterations']})`
const hex = (bytes: Buffer) => bytes.toString('hex')

/** `DelegationTokenDataNode`, whose brackets do not match there either. */
export const tokenText = (row: Row): string =>
  `DelegationTokenDatatokenId=${row['token_id']}(owner=${row['owner']}(tokenRequester=${row['requester']}(renewers=${(JSON.parse(row['renewers']) as string[]).join(' ')}, issueTimestamp=${row['issued']}, maxTimestamp=${row['max_timestamp']}), expiryTimestamp=${row['expires']}`

/** ISO_ZONED_DATE_TIME: a fraction without zeros at its end. */
export const timeText = (ms: number): string => `${new Date(ms).toISOString().replace(/\.?0*Z$/, '')}Z[UTC]`
