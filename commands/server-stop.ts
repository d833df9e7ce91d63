/** server-stop (kafka-server-stop.sh): stop the brokers of this user on this machine, or the one of a data directory, cleanly. */
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Refusal } from '../src/cli/executing.ts'
import { text } from '../src/cli/flags.ts'
import { json as jsonFlag, printJson, printJsonError } from '../src/cli/json.ts'
import { hasStopped, runningBrokers } from '../src/cli/running.ts'
import { tool } from '../src/cli/tool.ts'

/** As long as a broker may take to answer what it was asked, and to write everything down. */
const PATIENCE_MS = 30_000
const POLL_MS = 10

export const serverStop = tool({
  name: 'server-stop',
  summary: 'Stop the broker of a data directory',
  grammar: 'joptsimple',
  flags: {
    dataDir: text('--data-dir <directory>', 'only the broker that has its data there'),
    json: jsonFlag(),
    // Kafka's script takes them to pick one process of several; there is one role and one id here.
    processRole: text('--process-role <role>', 'taken for the sake of scripts').hideHelp(),
    nodeId: text('--node-id <id>', 'taken for the sake of scripts').hideHelp(),
  },
  operands: '',
  examples: ['tskafka server-stop', 'tskafka server-stop --data-dir .tskafka'],
  async run({ io, options: { dataDir, json } }) {
    const wanted = dataDir === undefined ? undefined : path.resolve(io.cwd, dataDir)
    const brokers = runningBrokers().filter(
      ({ dataDirs }) => wanted === undefined || dataDirs.some(dir => path.resolve(dir) === wanted),
    )
    if (brokers.length === 0) {
      const why = wanted === undefined ? 'No kafka server to stop' : `No broker has its data in ${wanted}`
      if (json) printJsonError(io, new Refusal(why))
      else io.print(why)
      return 1
    }
    for (const { pid } of brokers) process.kill(pid, 'SIGTERM')
    const deadline = performance.now() + PATIENCE_MS
    for (const { pid, address } of brokers) {
      while (!hasStopped(pid) && performance.now() < deadline) await delay(POLL_MS)
      if (!hasStopped(pid)) {
        const why = `The broker at ${address} (process ${pid}) has not stopped after ${PATIENCE_MS / 1000} s`
        if (json) printJsonError(io, new Refusal(why))
        else io.warn(why)
        return 1
      }
      if (!json) io.print(`Stopped the broker at ${address}`)
    }
    if (json) printJson(io, { stopped: brokers.map(({ pid, address }) => ({ pid, address })) })
    return 0
  },
})
