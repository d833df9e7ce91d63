/** A worker of a group as a process of its own, for tests that kill it: settings as JSON; its REST is the first line that it prints. */
import { startDistributed } from '../../src/connect/start.ts'

const worker = await startDistributed({
  given: JSON.parse(process.argv[2]!),
  write: line => process.stderr.write(line),
  env: {},
})
console.log(worker.url)
process.on('SIGTERM', () => worker.stop().then(() => process.exit(0)))
