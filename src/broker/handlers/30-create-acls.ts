/** CreateAcls v1-3: SECURITY_DISABLED for each, as Kafka answers where no authorizer is set. Source: KIP-140. */
import { errorCodes } from '../../protocol/errors.ts'
import { CreateAcls } from '../../protocol/generated/apis/30-create-acls.ts'
import { handler } from '../handler.ts'
import { NO_AUTHORIZER } from './29-describe-acls.ts'

export const createAcls = handler(
  CreateAcls,
  ({ creations }) => ({
    results: creations.map(() => ({ errorCode: errorCodes.SECURITY_DISABLED.code, errorMessage: NO_AUTHORIZER })),
  }),
  { refusal: ({ creations }, error) => ({ results: creations.map(() => error) }) },
)
