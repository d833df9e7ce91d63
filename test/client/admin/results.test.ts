import t from 'tap'
import { controllerOf, demand, demandBroker, failure, unwrap } from '../../../src/client/admin/results.ts'
import type { Cluster } from '../../../src/client/cluster.ts'
import { ANY } from '../../../src/client/metadata.ts'

t.test('an error has the broker’s words, or its name and what it is about', async t => {
  t.equal(failure(0, 'ignored', 'orders'), undefined)
  t.match(failure(36, 'Topic "orders" already exists', 'orders'), {
    name: 'TOPIC_ALREADY_EXISTS',
    message: 'Topic "orders" already exists',
  })
  for (const none of [null, ''])
    t.match(failure(36, none, 'orders'), { name: 'TOPIC_ALREADY_EXISTS', message: 'TOPIC_ALREADY_EXISTS: orders' })
  t.doesNotThrow(() => demand(0, null, 'it'))
  t.throws(() => demand(41, null, 'it'), { name: 'NOT_CONTROLLER', message: 'NOT_CONTROLLER: it' })
})

t.test('unwrap() throws the first error, and hands on what has none', async t => {
  const [first, second] = [failure(3, null, 'a'), failure(36, null, 'b')]
  const fine = [{ error: undefined, n: 1 }]
  t.equal(unwrap(fine), fine)
  t.throws(() => unwrap([{ error: undefined }, { error: first }, { error: second }]), first!)
})

t.test('changes go to the controller where one is known; a broker that is not there is not waited for', async t => {
  const cluster = (controllerId: number) =>
    ({
      controllerId,
      brokers: new Map([
        [1, {}],
        [4, {}],
      ]),
    }) as unknown as Cluster
  t.equal(controllerOf(cluster(4)), 4)
  t.equal(controllerOf(cluster(-1)), ANY)
  t.doesNotThrow(() => demandBroker(cluster(1), 4))
  t.throws(() => demandBroker(cluster(1), 7), {
    name: 'BROKER_NOT_AVAILABLE',
    message: 'Broker 7 is not there: the cluster has 1, 4',
  })
})
