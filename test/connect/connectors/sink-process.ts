/** A standalone worker with one connector, as a process: to be killed. Prints a line when it is ready; its log goes to stderr. */
import { startStandalone } from '../../../src/connect/start.ts'

const { given, settings } = JSON.parse(process.argv[2]!) as Record<'given' | 'settings', Record<string, string>>
const { herder } = await startStandalone({ given, write: line => process.stderr.write(line), env: {} })
await herder.putConfig(settings['name']!, settings, { replace: true })
console.log('ready')
