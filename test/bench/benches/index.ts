/** Every bench by name, in the order they run. */
import type { BenchFunction } from '../bench.ts'
import { start20gb, startPartitions } from './big-start.ts'
import { cli } from './cli.ts'
import { consoles } from './console.ts'
import { coordinators } from './coordinators.ts'
import { flat } from './flat.ts'
import { flush } from './flush.ts'
import { groups } from './groups.ts'
import { java } from './java.ts'
import { latency } from './latency.ts'
import { librdkafka } from './librdkafka.ts'
import { raw } from './raw.ts'
import { start } from './start.ts'

export const benches: Readonly<Record<string, BenchFunction>> = {
  start,
  cli,
  raw,
  console: consoles,
  java,
  librdkafka,
  latency,
  flush,
  flat,
  coordinators,
  groups,
}

/** Minutes each, and a disk with room: only when they are named. */
export const large: Readonly<Record<string, BenchFunction>> = {
  'start-20gb': start20gb,
  'start-10000-partitions': startPartitions,
}
