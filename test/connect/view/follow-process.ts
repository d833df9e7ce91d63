/** Follows a topic of offsets into a view, until it is killed. Words: the broker, the topic, the file. */
import { offsetsStore } from './offsets-store.ts'

const [bootstrap = '', topic = '', file = ''] = process.argv.slice(2)
const store = offsetsStore({ bootstrap, topic, file }, line => process.stderr.write(line))
await store.start()
process.send!('started')
