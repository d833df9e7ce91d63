/** A broker in a process of its own, to be killed: says its address when it is ready. */
import { Broker } from '../../src/broker/broker.ts'

const dir = process.argv[2]!
const broker = await Broker.start({ configs: { listeners: 'PLAINTEXT://127.0.0.1:0', 'log.dirs': dir } })
console.log(broker.address)
process.on('SIGTERM', () => broker.close().then(() => process.exit(0)))
