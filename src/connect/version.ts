/** The release whose behaviour this is. */
export const KAFKA_VERSION = '4.3.1'
