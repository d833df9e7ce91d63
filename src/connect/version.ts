/** The release whose behaviour this is. */
export const KAFKA_VERSION = '4.3.1'
/** Of connectors that are our own. */
export const CONNECTORS_VERSION = '1.0.0'
