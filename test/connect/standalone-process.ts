/** `tskafka connect-standalone` as a process of its own, for tests: its words are those of the command. */
import { connectStandalone } from '../../commands/connect-standalone.ts'
import { main } from '../../src/cli/main.ts'
import { run } from '../../src/cli/run.ts'

await main(io => run(connectStandalone, process.argv.slice(2), io))
