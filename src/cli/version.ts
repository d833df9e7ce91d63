/** Two versions: ours, and that of the Apache Kafka whose tools, protocol and files we follow. */
export const KAFKA_VERSION = '4.3.1'
/** Put in by the build; a run from the sources has none. */
declare const TSKAFKA_VERSION: string | undefined
export const VERSION = typeof TSKAFKA_VERSION === 'string' ? TSKAFKA_VERSION : '0.0.0-source'

export const programVersion = `tskafka ${VERSION} (Apache Kafka ${KAFKA_VERSION})`
