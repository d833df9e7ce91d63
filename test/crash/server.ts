/** A broker in a process of its own, to be killed: says its address when it is ready. `server.ts <dir> [port] [name=value ...]` */
import { Broker } from '../../src/broker/broker.ts'

const [dir = '', port = '0', ...settings] = process.argv.slice(2)
const broker = await Broker.start({
  configs: {
    listeners: `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': dir,
    ...Object.fromEntries(settings.map(setting => setting.split('=') as [string, string])),
  },
})
console.log(broker.address)
process.on('SIGTERM', () => broker.close().then(() => process.exit(0)))
