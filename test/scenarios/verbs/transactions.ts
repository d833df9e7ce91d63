/** A transactional producer, as its library sends it: transaction.version 2, where partitions add themselves. */
import { errorName } from '../../../src/protocol/errors.ts'
import { Produce } from '../../../src/protocol/generated/apis/00-produce.ts'
import { FindCoordinator } from '../../../src/protocol/generated/apis/10-find-coordinator.ts'
import { InitProducerId } from '../../../src/protocol/generated/apis/22-init-producer-id.ts'
import { EndTxn } from '../../../src/protocol/generated/apis/26-end-txn.ts'
import { TxnOffsetCommit } from '../../../src/protocol/generated/apis/28-txn-offset-commit.ts'
import { DescribeTransactions } from '../../../src/protocol/generated/apis/65-describe-transactions.ts'
import { encodeBatch } from '../../../src/protocol/record.ts'
import type { Args } from '../args.ts'
import { answered, listed } from '../say.ts'
import type { Producing, World } from '../world.ts'
import { findGroup } from './classic.ts'
import type { Verbs } from './index.ts'

const KNOWN = -1
const TRANSACTIONS = 1

export const transactions: Verbs = {
  /** `txn init id=pay [as=p] [timeout=60s]`: a producer that begins; the play calls it `as` */
  'txn init': (args, world) => {
    const transactionalId = args.text('id')
    const name = args.text('as', transactionalId)
    const transactionTimeoutMs = args.duration('timeout', '60s')
    return answered(async () => {
      const connection = await world.connection(name)
      await connection.send(FindCoordinator, 4, { keyType: TRANSACTIONS, coordinatorKeys: [transactionalId] })
      const request = { transactionalId, transactionTimeoutMs, producerId: KNOWN, producerEpoch: KNOWN }
      const { errorCode, producerId, producerEpoch } = await connection.send(InitProducerId, 5, request)
      if (errorCode !== 0) return `${name}: ${errorName(errorCode)}`
      world.producers.set(name, { transactionalId, producerId, producerEpoch, sequences: new Map() })
      return `${name}: epoch ${producerEpoch}`
    })
  },
  /** `txn produce as=p topic=orders partition=0 values=a,b` */
  'txn produce': (args, world) => {
    const { name, producer } = producing(args, world)
    const [topic, index] = [args.text('topic'), args.number('partition', 0)]
    const values = args.list('values')
    return answered(async () => {
      const { transactionalId, producerId, producerEpoch, sequences } = producer
      const baseSequence = sequences.get(`${topic}-${index}`) ?? 0
      const timestamp = world.clock.now()
      const records = encodeBatch({
        records: values.map(value => ({ timestamp, value: Buffer.from(value) })),
        producerId,
        producerEpoch,
        baseSequence,
        isTransactional: true,
      })
      const { responses } = await (await world.connection(name)).send(Produce, 12, {
        transactionalId,
        acks: -1,
        timeoutMs: 5000,
        topicData: [{ name: topic, partitionData: [{ index, records }] }],
      })
      const { errorCode, baseOffset } = responses[0]!.partitionResponses[0]!
      if (errorCode !== 0) return `${name}: ${errorName(errorCode)}`
      sequences.set(`${topic}-${index}`, baseSequence + values.length)
      return `${name}: ${topic}-${index} from ${baseOffset}`
    })
  },
  /** `txn offsets as=p [group=g] [member=a] topic=orders partition=0 offset=7`: sendOffsetsToTransaction */
  'txn offsets': (args, world) => {
    const { name, producer } = producing(args, world)
    const reader = args.optional('member')
    const member = reader === null ? undefined : world.member(reader)
    const groupId = args.text('group', member?.groupId ?? 'g')
    const [topic, partitionIndex] = [args.text('topic'), args.number('partition', 0)]
    const committedOffset = args.number('offset')
    return answered(async () => {
      await findGroup(world, groupId)
      const { topics } = await (await world.connection(name)).send(TxnOffsetCommit, 5, {
        transactionalId: producer.transactionalId ?? '',
        groupId,
        producerId: producer.producerId,
        producerEpoch: producer.producerEpoch,
        generationId: member?.generation ?? -1,
        memberId: member?.memberId ?? '',
        groupInstanceId: member?.instanceId ?? null,
        topics: [{ name: topic, partitions: [{ partitionIndex, committedOffset, committedMetadata: '' }] }],
      })
      const { errorCode } = topics[0]!.partitions[0]!
      return errorCode === 0 ? [] : `${name}: ${errorName(errorCode)}`
    })
  },
  'txn commit': (args, world) => end(args, world, true),
  'txn abort': (args, world) => end(args, world, false),
  'txn describe': (args, world) => {
    const id = args.text('id')
    return answered(async () => {
      const connection = await world.connection('admin')
      const { transactionStates } = await connection.send(DescribeTransactions, 0, { transactionalIds: [id] })
      const { errorCode, transactionState, producerEpoch, topics } = transactionStates[0]!
      if (errorCode !== 0) return `${id}: ${errorName(errorCode)}`
      const partitions = listed(topics.map(({ topic, partitions }) => [topic, partitions] as const))
      return `${id}: ${transactionState}, epoch ${producerEpoch}, in it: ${partitions}`
    })
  },
}

function producing(args: Args, world: World): { name: string; producer: Producing } {
  const name = args.text('as')
  const producer = world.producers.get(name)
  if (!producer) throw new Error(`No producer is called ${name}: txn init`)
  return { name, producer }
}

function end(args: Args, world: World, committed: boolean) {
  const { name, producer } = producing(args, world)
  return answered(async () => {
    const { transactionalId, producerId, producerEpoch } = producer
    const request = { transactionalId: transactionalId ?? '', producerId, producerEpoch, committed }
    const answer = await (await world.connection(name)).send(EndTxn, 5, request)
    if (answer.errorCode !== 0) return `${name}: ${errorName(answer.errorCode)}`
    // Each transaction has an epoch of its own, and counts its records from 0 (KIP-890).
    Object.assign(producer, { producerId: answer.producerId, producerEpoch: answer.producerEpoch })
    producer.sequences.clear()
    return `${name}: ${committed ? 'committed' : 'aborted'}, epoch ${answer.producerEpoch}`
  })
}
