/** AlterUserScramCredentials v0: the controller decides (`metadata/decide/51-alter-user-scram-credentials`). */
import { AlterUserScramCredentials } from '../../protocol/generated/apis/51-alter-user-scram-credentials.ts'
import { handler } from '../handler.ts'

export const alterUserScramCredentials = handler(
  AlterUserScramCredentials,
  (request, session, { acls, controller }) => {
    acls.demand(session, 'ALTER', 'CLUSTER')
    return controller.forward(AlterUserScramCredentials, request, session.principal)
  },
  {
    refusal: ({ deletions, upsertions }, error) => ({
      results: [...new Set([...deletions, ...upsertions].map(({ name }) => name))].map(user => ({ user, ...error })),
    }),
  },
)
