/** A broker in a process of its own, to be killed: prints its address. */
import { Broker } from '../../src/broker/broker.ts'

const [dir = ''] = process.argv.slice(2)
const broker = await Broker.start({ configs: { 'log.dirs': dir, listeners: 'PLAINTEXT://127.0.0.1:0' } })
console.log(broker.address)
