/** Everything that a directory can hold, handed over after clean stops, from both beginnings. */
import t from 'tap'
import { playLife } from './life.ts'

t.test('tskafka begins', t => playLife(t, ['tskafka', 'kafka', 'tskafka'], 'stop'))
t.test('Apache Kafka begins', t => playLife(t, ['kafka', 'tskafka', 'kafka'], 'stop'))
