/**
 * EndTxn v0-5: commit or abort. From v5 on (transaction.version 2) the answer holds the epoch of the next transaction, and
 * the id, when the epochs have run out. Decided in `transaction/decide/26-end-txn`. Source: KIP-98, KIP-588, KIP-890.
 */
import { EndTxn } from '../../protocol/generated/apis/26-end-txn.ts'
import { handler } from '../handler.ts'
import { fencedSince } from '../transactions.ts'

const FENCED_SINCE = 2
const EPOCH_PER_TRANSACTION_SINCE = 5

export const endTxn = handler(
  EndTxn,
  async ({ transactionalId, producerId, producerEpoch, committed }, session, broker) => {
    const { version } = session
    broker.acls.demand(session, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)
    const clientVersion = version >= EPOCH_PER_TRANSACTION_SINCE ? 2 : 0
    const request = { transactionalId, producerId, epoch: producerEpoch, committed, clientVersion }
    const next = await fencedSince(FENCED_SINCE, version, () => broker.transactions.endTransaction(request))
    return clientVersion === 0 ? {} : next
  },
  { refusal: (_request, { errorCode }) => ({ errorCode }) },
)
