import t from 'tap'
import { coordinatorPartition } from '../../src/protocol/coordinator-partition.ts'

// What Kafka's `Utils.abs(name.hashCode()) % 50` says.
t.test('a name falls on the partition that Kafka has for it', async t => {
  for (const [name, partition] of [
    ['', 0],
    ['a', 47],
    ['console-consumer-1', 24],
    ['한국', 17],
    // Its hash is -2^31, whose absolute value is none of Java's.
    ['polygenelubricants', 0],
  ] as const)
    t.equal(coordinatorPartition(name, 50), partition, name)
})
