/** Headers by which a worker knows that another one asks. Source: KIP-507; Kafka 4.3 `InternalRequestSignature`. */
export const SIGNATURE_HEADER = 'x-connect-authorization'
export const ALGORITHM_HEADER = 'x-connect-request-signature-algorithm'
