/**
 * Every command: its name, which is its file's, one line about it, and the scripts of a Kafka release that it stands for.
 * Help, completion, the launcher's shims, the build and the tests read this table. It loads none of them.
 */
export interface Entry {
  /** `commands/<name>.ts` exports it in camel case. */
  name: string
  summary: string
  /** In `bin/`, for Kafka's names. */
  scripts: readonly string[]
  /** The tool's name in `fixtures/cli/flags.json.gz`; undefined: Kafka has no such tool, or one without flags. */
  facts?: string
  /** Kafka has no such tool: its exit codes are ours. */
  own?: true
}

export const commands: readonly Entry[] = [
  { name: 'server-start', summary: 'Start a broker', scripts: ['kafka-server-start.sh'], facts: 'kafka-server-start' },
  { name: 'server-stop', summary: 'Stop the broker of a data directory', scripts: ['kafka-server-stop.sh'] },
  { name: 'plan', summary: 'Show what up would change', scripts: [], own: true },
  {
    name: 'up',
    summary: 'Make topics, settings, seed records and quotas as tskafka.yaml says',
    scripts: [],
    own: true,
  },
  { name: 'top', summary: 'Watch topics, rates, groups and their lag', scripts: [], own: true },
  { name: 'context', summary: 'Name clusters, and use one without typing its address', scripts: [], own: true },
  {
    name: 'completion',
    summary: 'Print what a shell needs to complete commands, flags, topics and groups',
    scripts: [],
    own: true,
  },
  {
    name: 'storage',
    summary: 'Format a data directory, or say what it holds',
    scripts: ['kafka-storage.sh'],
    facts: 'kafka-storage',
  },
  {
    name: 'topics',
    summary: 'Create, list, describe, alter and delete topics',
    scripts: ['kafka-topics.sh'],
    facts: 'kafka-topics',
  },
  {
    name: 'console-producer',
    summary: 'Write lines to a topic',
    scripts: ['kafka-console-producer.sh'],
    facts: 'kafka-console-producer',
  },
  {
    name: 'console-consumer',
    summary: 'Print what a topic holds, and what comes',
    scripts: ['kafka-console-consumer.sh'],
    facts: 'kafka-console-consumer',
  },
  {
    name: 'consumer-groups',
    summary: 'List, describe, reset and delete consumer groups',
    scripts: ['kafka-consumer-groups.sh'],
    facts: 'kafka-consumer-groups',
  },
  { name: 'groups', summary: 'List groups of every kind', scripts: ['kafka-groups.sh'], facts: 'kafka-groups' },
  {
    name: 'transactions',
    summary: 'List, describe and end transactions',
    scripts: ['kafka-transactions.sh'],
    facts: 'kafka-transactions',
  },
  {
    name: 'get-offsets',
    summary: 'Print the offset each partition had at a moment',
    scripts: ['kafka-get-offsets.sh'],
    facts: 'kafka-get-offsets',
  },
  {
    name: 'configs',
    summary: 'Show and change the settings of topics, brokers and others',
    scripts: ['kafka-configs.sh'],
    facts: 'kafka-configs',
  },
  {
    name: 'delete-records',
    summary: 'Delete the oldest records of partitions, up to an offset',
    scripts: ['kafka-delete-records.sh'],
    facts: 'kafka-delete-records',
  },
  {
    name: 'cluster',
    summary: 'Print the id and the endpoints of a cluster',
    scripts: ['kafka-cluster.sh'],
    facts: 'kafka-cluster',
  },
  {
    name: 'broker-api-versions',
    summary: 'Print which requests each broker understands',
    scripts: ['kafka-broker-api-versions.sh'],
    facts: 'kafka-broker-api-versions',
  },
  { name: 'doctor', summary: 'Say what is wrong with data directories, changing nothing', scripts: [], own: true },
  {
    name: 'dump-log',
    summary: 'Print what the files of a partition hold',
    scripts: ['kafka-dump-log.sh'],
    facts: 'kafka-dump-log',
  },
  {
    name: 'log-dirs',
    summary: 'Print how large partitions are, by directory',
    scripts: ['kafka-log-dirs.sh'],
    facts: 'kafka-log-dirs',
  },
  {
    name: 'features',
    summary: 'Show and change the feature levels of a cluster',
    scripts: ['kafka-features.sh'],
    facts: 'kafka-features',
  },
  {
    name: 'metadata-quorum',
    summary: 'Describe and change the controller quorum',
    scripts: ['kafka-metadata-quorum.sh'],
    facts: 'kafka-metadata-quorum',
  },
  {
    name: 'metadata-shell',
    summary: 'Look into the metadata of a cluster',
    scripts: ['kafka-metadata-shell.sh'],
    facts: 'kafka-metadata-shell',
  },
  {
    name: 'leader-election',
    summary: 'Elect the leaders of partitions',
    scripts: ['kafka-leader-election.sh'],
    facts: 'kafka-leader-election',
  },
  {
    name: 'reassign-partitions',
    summary: 'Move replicas between brokers',
    scripts: ['kafka-reassign-partitions.sh'],
    facts: 'kafka-reassign-partitions',
  },
  { name: 'acls', summary: 'Grant and revoke permissions', scripts: ['kafka-acls.sh'], facts: 'kafka-acls' },
  {
    name: 'client-metrics',
    summary: 'Choose which metrics clients push',
    scripts: ['kafka-client-metrics.sh'],
    facts: 'kafka-client-metrics',
  },
  {
    name: 'streams-application-reset',
    summary: 'Reset a Streams application',
    scripts: ['kafka-streams-application-reset.sh'],
    facts: 'kafka-streams-application-reset',
  },
  {
    name: 'replica-verification',
    summary: 'Compare the replicas of partitions',
    scripts: ['kafka-replica-verification.sh'],
    facts: 'kafka-replica-verification',
  },
  {
    name: 'producer-perf-test',
    summary: 'Measure how fast records can be written',
    scripts: ['kafka-producer-perf-test.sh'],
    facts: 'kafka-producer-perf-test',
  },
  {
    name: 'consumer-perf-test',
    summary: 'Measure how fast records can be read',
    scripts: ['kafka-consumer-perf-test.sh'],
    facts: 'kafka-consumer-perf-test',
  },
  {
    name: 'e2e-latency',
    summary: 'Measure the time from a record being sent to its being read',
    scripts: ['kafka-e2e-latency.sh'],
    facts: 'kafka-e2e-latency',
  },
  {
    name: 'connect-standalone',
    summary: 'Run connectors in one process',
    scripts: ['connect-standalone.sh'],
    facts: 'connect-standalone',
  },
  {
    name: 'connect-distributed',
    summary: 'Run a worker of a group that runs connectors together',
    scripts: ['connect-distributed.sh'],
    facts: 'connect-distributed',
  },
  {
    name: 'connect-plugin-path',
    summary: 'Look after the folders of Connect plugins',
    scripts: ['connect-plugin-path.sh'],
    facts: 'connect-plugin-path',
  },
  { name: 'connect-dev', summary: 'Run one connector while it is being written', scripts: [] },
  {
    name: 'connect',
    summary: 'Move data in and out: workers, and one connector while it is being written',
    scripts: [],
  },
  {
    name: 'zookeeper-server-start',
    summary: 'Say that no ZooKeeper is needed',
    scripts: ['zookeeper-server-start.sh', 'zookeeper-server-stop.sh', 'zookeeper-shell.sh'],
  },
  {
    name: 'verifiable-consumer',
    summary: 'Read, and say everything as JSON',
    scripts: ['kafka-verifiable-consumer.sh'],
    facts: 'kafka-verifiable-consumer',
  },
  {
    name: 'verifiable-producer',
    summary: 'Write, and say everything as JSON',
    scripts: ['kafka-verifiable-producer.sh'],
    facts: 'kafka-verifiable-producer',
  },
]

/** Kafka's other tools: their names are known, their work is to come. `MISSING.md` says the same in words. */
export const planned: readonly Entry[] = [
  {
    name: 'console-share-consumer',
    summary: 'Print records as a member of a share group',
    scripts: ['kafka-console-share-consumer.sh'],
    facts: 'kafka-console-share-consumer',
  },
  {
    name: 'delegation-tokens',
    summary: 'Create, renew, expire and describe delegation tokens',
    scripts: ['kafka-delegation-tokens.sh'],
    facts: 'kafka-delegation-tokens',
  },
  {
    name: 'share-consumer-perf-test',
    summary: 'Measure how fast a share group reads',
    scripts: ['kafka-share-consumer-perf-test.sh'],
    facts: 'kafka-share-consumer-perf-test',
  },
  {
    name: 'share-groups',
    summary: 'List, describe, reset and delete share groups',
    scripts: ['kafka-share-groups.sh'],
    facts: 'kafka-share-groups',
  },
  {
    name: 'streams-groups',
    summary: 'List, describe, reset and delete Streams groups',
    scripts: ['kafka-streams-groups.sh'],
    facts: 'kafka-streams-groups',
  },
  {
    name: 'verifiable-share-consumer',
    summary: 'Read in a share group, and say everything as JSON',
    scripts: ['kafka-verifiable-share-consumer.sh'],
    facts: 'kafka-verifiable-share-consumer',
  },
  {
    name: 'connect-mirror-maker',
    summary: 'Mirror topics between clusters',
    scripts: ['connect-mirror-maker.sh'],
    facts: 'connect-mirror-maker',
  },
]

/** Kafka's tools that a broker without a JVM has nothing to say to: why, and what tells the same. `MISSING.md` says it too. */
export const inapplicable: readonly (Entry & { because: string; instead: string })[] = [
  {
    name: 'jmx',
    summary: 'Print metrics of a Java process',
    scripts: ['kafka-jmx.sh'],
    facts: 'kafka-jmx',
    because: "it asks a Java process over Java's RMI, and tskafka is neither",
    instead: 'tskafka top --once --json --bootstrap-server localhost:9092',
  },
]
