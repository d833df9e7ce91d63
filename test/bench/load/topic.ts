/** Create a topic without a JVM in the way: topic.ts PORT NAME PARTITIONS. Prints the milliseconds as a line of JSON. */
import { createTopic } from './frames.ts'

const [port, name, partitions] = process.argv.slice(2)
const began = performance.now()
await createTopic(Number(port), name!, Number(partitions))
process.stdout.write(`${JSON.stringify({ ms: performance.now() - began })}\n`)
