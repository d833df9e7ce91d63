/** Every bench by name, in the order they run. */
import type { BenchPart } from '../bench.ts'
import { start20gb, startPartitions } from './big-start.ts'
import { cli } from './cli.ts'
import { connections } from './connections.ts'
import { consoles } from './console.ts'
import { coordinators } from './coordinators.ts'
import { disk, disk20gb } from './disk.ts'
import { flush } from './flush.ts'
import { groups } from './groups.ts'
import { java } from './java.ts'
import { latency } from './latency.ts'
import { librdkafka } from './librdkafka.ts'
import { partitions, partitions10000 } from './partitions.ts'
import { raw } from './raw.ts'
import { start } from './start.ts'

/** Those that leave gigabytes for the disk to write come last, and those that wait for the disk first. */
export const benches: Readonly<Record<string, BenchPart>> = {
  start: { run: start, seconds: { full: 130, quick: 9 } },
  cli: { run: cli, seconds: { full: 32, quick: 11 } },
  latency: { run: latency, seconds: { full: 95, quick: 24 } },
  flush: { run: flush, seconds: { full: 55, quick: 18 } },
  groups: { run: groups, seconds: { full: 14, quick: 6 } },
  coordinators: { run: coordinators, seconds: { full: 40, quick: 13 } },
  java: { run: java, seconds: { full: 530, quick: 50 } },
  librdkafka: { run: librdkafka, seconds: { full: 170, quick: 8 } },
  console: { run: consoles, seconds: { full: 110 } },
  raw: { run: raw, seconds: { full: 85, quick: 18 } },
  connections: { run: connections, seconds: { full: 45 } },
  partitions: { run: partitions, seconds: { full: 120 } },
  disk: { run: disk, seconds: { full: 100 } },
}

/** Minutes each, and a disk with room: only when they are named. */
export const large: Readonly<Record<string, BenchPart>> = {
  'start-20gb': { run: start20gb, seconds: { full: 900 } },
  'start-10000-partitions': { run: startPartitions, seconds: { full: 900 } },
  'partitions-10000': { run: partitions10000, seconds: { full: 600 } },
  'disk-20gb': { run: disk20gb, seconds: { full: 600 } },
}
