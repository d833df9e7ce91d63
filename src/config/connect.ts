/**
 * A Connect worker. Source: Kafka 4.3.1 `WorkerConfig`, `RestServerConfig`, `StandaloneConfig`, `DistributedConfig`.
 * Settings that begin with `producer.`, `consumer.`, `admin.`, `key.converter.` and the like belong to those.
 * A connector's own settings are in src/connect/runtime/connector-settings.ts, with what its REST pages tell of them.
 */
import { HOURS, MINUTES, SECONDS } from '../lib/units.ts'
import { defineConfigs } from './define.ts'
import { producerConfigs } from './producer.ts'

const INT_MAX = 2 ** 31 - 1

/** The same in the worker as in any client. */
const {
  'client.dns.lookup': dnsLookup,
  'metrics.num.samples': metricsSamples,
  'metrics.sample.window.ms': metricsWindow,
  'metric.reporters': reporters,
} = producerConfigs

export const workerConfigs = defineConfigs({
  'bootstrap.servers': {
    type: 'list',
    importance: 'high',
    doc: 'Brokers of the cluster in which connectors read and write, and where the worker keeps its own topics.',
  },
  'client.dns.lookup': dnsLookup,
  'key.converter': {
    type: 'class',
    importance: 'high',
    doc: 'How keys look in topics, where a connector does not say.',
  },
  'key.converter.plugin.version': { type: 'string', default: null, importance: 'low' },
  'value.converter': {
    type: 'class',
    importance: 'high',
    doc: 'How values look in topics, where a connector does not say.',
  },
  'value.converter.plugin.version': { type: 'string', default: null, importance: 'low' },
  'task.shutdown.graceful.timeout.ms': {
    type: 'long',
    default: 5 * SECONDS,
    importance: 'low',
    doc: 'How long all tasks together may take to stop. Those that take longer are left behind.',
  },
  'offset.flush.interval.ms': {
    type: 'long',
    default: 1 * MINUTES,
    importance: 'low',
    doc: 'How often tasks commit how far they are.',
  },
  'offset.flush.timeout.ms': {
    type: 'long',
    default: 5 * SECONDS,
    importance: 'low',
    doc: 'How long such a commit may take before it is given up, until the next one. Not for exactly-once sources.',
  },
  'plugin.path': {
    type: 'list',
    default: null,
    importance: 'low',
    doc: 'Folders with plugins: files of JavaScript or TypeScript, and packages. Also such a file itself.',
  },
  'plugin.discovery': {
    type: 'string',
    default: 'hybrid_warn',
    importance: 'low',
    doc: 'Taken, and without effect: plugins are found by what a module exports.',
  },
  'metrics.sample.window.ms': metricsWindow,
  'metrics.num.samples': metricsSamples,
  'metrics.recording.level': { type: 'string', default: 'INFO', values: ['INFO', 'DEBUG'], importance: 'low' },
  'metric.reporters': reporters,
  'header.converter': {
    type: 'class',
    default: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
    importance: 'low',
    doc: 'How headers look in topics, where a connector does not say.',
  },
  'header.converter.plugin.version': { type: 'string', default: null, importance: 'low' },
  'config.providers': {
    type: 'list',
    default: [],
    importance: 'low',
    doc: 'Names of providers: a "$" and {name:path:key} in a setting asks one. Each has a config.providers.<name>.class.',
  },
  'connector.client.config.override.policy': {
    type: 'string',
    default: 'All',
    doc: 'Which settings of its own clients a connector may choose: All, None, Principal, Allowlist, or a plugin.',
  },
  'topic.creation.enable': {
    type: 'boolean',
    default: true,
    importance: 'low',
    doc: 'Whether topics of source connectors are created with the topic.creation.* settings of the connector.',
  },
  'topic.tracking.enable': { type: 'boolean', default: true, importance: 'low', doc: 'Remember topics in use.' },
  'topic.tracking.allow.reset': { type: 'boolean', default: true, importance: 'low', doc: 'They can be forgotten.' },
  listeners: {
    type: 'list',
    default: ['http://:8083'],
    importance: 'low',
    doc: 'Where REST is served: http://host:port, https://host:port. No host: all addresses.',
  },
  'rest.advertised.host.name': { type: 'string', default: null, importance: 'low', doc: 'Host for other workers.' },
  'rest.advertised.port': { type: 'int', default: null, importance: 'low', doc: 'Port for other workers.' },
  'rest.advertised.listener': { type: 'string', default: null, importance: 'low', doc: 'http or https for them.' },
  'access.control.allow.origin': {
    type: 'string',
    default: '',
    importance: 'low',
    doc: 'Web pages that may ask (CORS).',
  },
  'access.control.allow.methods': { type: 'string', default: '', importance: 'low', doc: 'What those may do.' },
  'response.http.headers.config': {
    type: 'string',
    default: '',
    importance: 'low',
    doc: 'Headers of all answers: "set|add|setDate|addDate name: value", with commas between.',
  },
  'ssl.client.auth': { type: 'string', default: 'none', values: ['required', 'requested', 'none'], importance: 'low' },
  'rest.extension.classes': {
    type: 'list',
    default: [],
    importance: 'low',
    doc: 'Extensions of REST: BasicAuthSecurityRestExtension.',
  },
  'admin.listeners': {
    type: 'list',
    default: null,
    importance: 'low',
    doc: 'Where /admin is served. Not set: by the listeners; empty: nowhere.',
  },
})

export const standaloneConfigs = defineConfigs({
  ...workerConfigs,
  'offset.storage.file.filename': { type: 'string', importance: 'high', doc: 'Where source offsets are kept.' },
})

export const distributedConfigs = defineConfigs({
  ...workerConfigs,
  'group.id': { type: 'string', importance: 'high', doc: 'Workers with the same one are one cluster.' },
  'session.timeout.ms': { type: 'int', default: 10 * SECONDS, importance: 'high', doc: 'A worker unheard of is gone.' },
  'rebalance.timeout.ms': {
    type: 'int',
    default: 1 * MINUTES,
    importance: 'high',
    doc: 'How long each worker has to join a rebalance, with all that it must stop before.',
  },
  'heartbeat.interval.ms': { type: 'int', default: 3 * SECONDS, importance: 'high' },
  'exactly.once.source.support': {
    type: 'string',
    default: 'disabled',
    importance: 'high',
    doc: 'disabled, preparing (all workers first) or enabled: sources write in transactions, with their offsets.',
  },
  'metadata.max.age.ms': { type: 'long', default: 5 * MINUTES, min: 0, importance: 'low' },
  'client.id': { type: 'string', default: '', importance: 'low' },
  'reconnect.backoff.ms': { type: 'long', default: 50, min: 0, importance: 'low' },
  'reconnect.backoff.max.ms': { type: 'long', default: 1 * SECONDS, min: 0, importance: 'low' },
  'socket.connection.setup.timeout.ms': { type: 'long', default: 10 * SECONDS, min: 0, importance: 'low' },
  'socket.connection.setup.timeout.max.ms': { type: 'long', default: 30 * SECONDS, min: 0, importance: 'low' },
  'retry.backoff.ms': { type: 'long', default: 100, min: 0, importance: 'low' },
  'retry.backoff.max.ms': { type: 'long', default: 1 * SECONDS, min: 0, importance: 'low' },
  'request.timeout.ms': { type: 'int', default: 40 * SECONDS, min: 0 },
  'security.protocol': { type: 'string', default: 'PLAINTEXT' },
  'worker.sync.timeout.ms': {
    type: 'int',
    default: 3 * SECONDS,
    doc: 'How long to read the config topic up to what the others know, before leaving the group for a while.',
  },
  'worker.unsync.backoff.ms': { type: 'int', default: 5 * MINUTES, doc: 'That while.' },
  'offset.storage.topic': { type: 'string', importance: 'high', doc: 'Compacted: how far source connectors are.' },
  'offset.storage.partitions': { type: 'int', default: 25, min: 1, or: -1, importance: 'low' },
  'offset.storage.replication.factor': { type: 'short', default: 3, min: 1, or: -1, importance: 'low' },
  'config.storage.topic': { type: 'string', importance: 'high', doc: 'Compacted, one partition: what is to run.' },
  'config.storage.replication.factor': { type: 'short', default: 3, min: 1, or: -1, importance: 'low' },
  'status.storage.topic': { type: 'string', importance: 'high', doc: 'Compacted: what does run.' },
  'status.storage.partitions': { type: 'int', default: 5, min: 1, or: -1, importance: 'low' },
  'status.storage.replication.factor': { type: 'short', default: 3, min: 1, or: -1, importance: 'low' },
  'connect.protocol': {
    type: 'string',
    default: 'sessioned',
    values: ['eager', 'compatible', 'sessioned'],
    importance: 'low',
    doc: 'How workers share the work: eager stops all of it at each rebalance, the others only what moves.',
  },
  'scheduled.rebalance.max.delay.ms': {
    type: 'int',
    default: 5 * MINUTES,
    min: 0,
    max: INT_MAX,
    importance: 'low',
    doc: 'How long the work of a worker that went away waits for it to come back.',
  },
  'view.dir': {
    type: 'string',
    default: null,
    importance: 'low',
    doc: 'Where views of the three topics are kept, so that a start need not read all of them. Nothing is lost with it. Not set: in the temporary directory, by group and listener.',
  },
  'inter.worker.key.ttl.ms': { type: 'int', default: 1 * HOURS, min: 0, max: INT_MAX, importance: 'low' },
  'inter.worker.key.generation.algorithm': { type: 'string', default: 'HmacSHA256', importance: 'low' },
  'inter.worker.key.size': { type: 'int', default: null, importance: 'low' },
  'inter.worker.signature.algorithm': { type: 'string', default: 'HmacSHA256', importance: 'low' },
  'inter.worker.verification.algorithms': { type: 'list', default: ['HmacSHA256'], importance: 'low' },
})

/** Whose settings these prefixes are; what follows is the other's own name. */
export const workerPrefixes = [
  'producer.',
  'consumer.',
  'admin.',
  'key.converter.',
  'value.converter.',
  'header.converter.',
  'config.providers.',
  'connector.client.config.override.',
  'config.storage.',
  'offset.storage.',
  'status.storage.',
  'listeners.https.',
  'metrics.context.',
] as const
