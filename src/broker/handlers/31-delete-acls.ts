/** DeleteAcls v1-3: SECURITY_DISABLED for each, as Kafka answers where no authorizer is set. Source: KIP-140. */
import { errorCodes } from '../../protocol/errors.ts'
import { DeleteAcls } from '../../protocol/generated/apis/31-delete-acls.ts'
import { handler } from '../handler.ts'
import { NO_AUTHORIZER } from './29-describe-acls.ts'

export const deleteAcls = handler(
  DeleteAcls,
  ({ filters }) => ({
    filterResults: filters.map(() => ({
      errorCode: errorCodes.SECURITY_DISABLED.code,
      errorMessage: NO_AUTHORIZER,
      matchingAcls: [],
    })),
  }),
  { refusal: ({ filters }, error) => ({ filterResults: filters.map(() => ({ ...error, matchingAcls: [] })) }) },
)
