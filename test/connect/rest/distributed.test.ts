/** The same words to a worker of a group as to Apache Kafka's; to one that does not lead, and passes on what only the leader does. */
import path from 'node:path'
import t from 'tap'
import { startMember, world } from '../kit.ts'
import { type Better, compare } from './compare.ts'

/** Where Kafka breaks, or answers what is no help, so do we not: its status, and ours. */
const better: Better = {
  // InsertField$Value: Kafka knows the last part of a connector's name only.
  'config of a transform': [404, 200],
  'validate: no class': [500, 400],
  'validate: unknown plugin': [500, 400],
  // "Ambiguous URI path separator", of its web server.
  'worse name': [400, 404],
}

t.test('a worker of a group says what Apache Kafka says', { timeout: 100_000 }, async t => {
  const place = await world(t)
  const settings = { 'scheduled.rebalance.max.delay.ms': '0', 'plugin.path': path.join(place.dir, 'none') }
  await startMember(t, place, settings)
  const follower = await startMember(t, place, settings)
  await compare(t, 'rest-distributed', better, path.join(place.dir, 'files'), follower.url)
})
