/** tskafka out of the sources, for a shell under test: only what completion asks. */
import { completion } from '../../../commands/completion.ts'
import { processIo } from '../../../src/cli/process-io.ts'
import { run } from '../../../src/cli/run.ts'

const io = processIo()
const code = await run(completion, process.argv.slice(2), io)
io.stdout.flush()
process.exit(code)
