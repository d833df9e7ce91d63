/** Everything that a directory can hold, handed over after kill -9, from both beginnings. */
import t from 'tap'
import { playLife } from './life.ts'

t.test('tskafka begins', t => playLife(t, ['tskafka', 'kafka', 'tskafka'], 'kill'))
t.test('Apache Kafka begins', t => playLife(t, ['kafka', 'tskafka', 'kafka'], 'kill'))
