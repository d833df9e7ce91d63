/**
 * DescribeAcls v1-3: SECURITY_DISABLED, as Kafka answers where no authorizer is set (authorizer.class.name): everybody may do
 * everything. Source: KIP-140; Kafka 4.3 `AclApis`. Not here: an authorizer.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { DescribeAcls } from '../../protocol/generated/apis/29-describe-acls.ts'
import { handler } from '../handler.ts'

export const NO_AUTHORIZER = 'No Authorizer is configured.'

export const describeAcls = handler(
  DescribeAcls,
  () => {
    throw new KafkaError('SECURITY_DISABLED', NO_AUTHORIZER)
  },
  { refusal: (_request, error) => ({ ...error, resources: [] }) },
)
