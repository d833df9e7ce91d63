import t from 'tap'
import { unregisterBroker } from '../../../src/metadata/decide/64-unregister-broker.ts'
import { cluster } from '../cluster.ts'

t.test('what it led others lead, or nobody; then it is forgotten', async t => {
  const { decide, partition, metadata } = cluster(
    t,
    [
      { replicas: [3, 2, 1] },
      { replicas: [3] },
      { replicas: [1, 2] },
      { replicas: [1, 3] },
      { replicas: [3, 2], isr: [3, 2] },
    ],
    { alive: [1, 3] },
  )
  decide(unregisterBroker, { brokerId: 3 })
  t.same([...metadata.brokers.keys()], [1, 2])
  t.match(
    [0, 1, 2, 3, 4].map(index => partition(index)),
    [
      { leader: 1, isr: [2, 1] },
      { leader: -1, isr: [3] },
      { leader: 1, isr: [1, 2], partitionEpoch: 0 },
      { leader: 1, isr: [1], leaderEpoch: 0 },
      { leader: -1, isr: [2] },
    ],
  )
  t.throws(() => decide(unregisterBroker, { brokerId: 3 }), /is not currently registered/)
  t.throws(() => decide(unregisterBroker, { brokerId: 1 }), /runs: stop it first/)
})
