/** Whatever is wrong with a request to a coordinator, the answer is the protocol's own, and Apache Kafka's. */
import fs from 'node:fs'
import t from 'tap'
import { connectTo, startBroker } from '../broker/start.ts'
import { askAll, file } from './coordinators.ts'

/** Where we answer otherwise, and why. */
const otherwise: Readonly<Record<string, { answer: string; why: string }>> = {
  'JoinGroup: nonsense as metadata of a consumer group': {
    answer: 'INCONSISTENT_GROUP_PROTOCOL',
    why: 'Kafka means to say this, and runs into an exception before it does',
  },
}

t.test('every wrong question is answered as on Apache Kafka', async t => {
  const { broker } = await startBroker(t, {
    'group.initial.rebalance.delay.ms': '0',
    'offsets.topic.num.partitions': '3',
    'transaction.state.log.num.partitions': '3',
  })
  const answers = await askAll(() => connectTo(t, broker))
  for (const line of fs.readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const [, name = '', theirs] = /^(.*): (.*)$/.exec(line) ?? []
    const { answer = theirs, why = '' } = otherwise[name] ?? {}
    t.equal(answers[name], answer, why ? `${name} (${why})` : name)
  }
  t.equal(
    Object.keys(answers).length,
    fs.readFileSync(file, 'utf8').trimEnd().split('\n').length,
    'all were asked there',
  )
})
