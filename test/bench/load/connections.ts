/**
 * Connections that are there and ask nothing: connections.ts PORT COUNT. Prints a line when all are open, and keeps them
 * until its standard input ends.
 */
import { FrameSocket } from './frames.ts'

const [port, count] = process.argv.slice(2).map(Number)
for (let i = 0; i < count!; i += 100)
  await Promise.all(Array.from({ length: Math.min(100, count! - i) }, () => FrameSocket.connect(port!)))
process.stdout.write('{}\n')
process.stdin.resume().on('end', () => process.exit(0))
