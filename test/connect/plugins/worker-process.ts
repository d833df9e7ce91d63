/** connect-standalone as a process, as the launcher starts it. */
import { connectStandalone } from '../../../commands/connect-standalone.ts'
import { main } from '../../../src/cli/main.ts'
import { run } from '../../../src/cli/run.ts'

main(io => run(connectStandalone, process.argv.slice(2), io))
