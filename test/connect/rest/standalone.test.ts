/** The same words to our worker as to Apache Kafka's, and the answers held against each other. */
import path from 'node:path'
import t from 'tap'
import { startWorker, world } from '../kit.ts'
import { type Better, compare } from './compare.ts'

/** Where Kafka breaks, or answers what is no help, so do we not: its status, and ours. */
const better: Better = {
  // InsertField$Value: Kafka knows the last part of a connector's name only.
  'config of a transform': [404, 200],
  'validate: no class': [500, 400],
  'validate: unknown plugin': [500, 400],
  // "Ambiguous URI path separator", of its web server.
  'worse name': [400, 404],
  'stop nothing': [500, 404],
  'restart nothing': [500, 404],
}
t.test('a standalone worker says what Apache Kafka says', async t => {
  const place = await world(t)
  const worker = await startWorker(t, place)
  await compare(t, 'rest-standalone', better, path.join(place.dir, 'files'), worker.url)
})
