/**
 * server-stop (kafka-server-stop.sh): stop the brokers of this user on this machine, or the one of a data directory, cleanly.
 * Source: Kafka 4.3 `bin/kafka-server-stop.sh`.
 * Otherwise than there: a word that is not understood stops nobody, and that nobody is meant is said, with exit code 1.
 */
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Refusal } from '../src/cli/executing.ts'
import { integer, text } from '../src/cli/flags.ts'
import { json as jsonFlag, printJson, printJsonError } from '../src/cli/json.ts'
import { hasStopped, runningBrokers } from '../src/cli/running.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'

/** As long as a broker may take to answer what it was asked, and to write everything down. */
const PATIENCE_MS = 30_000
const POLL_MS = 10

export const serverStop = tool({
  name: 'server-stop',
  summary: 'Stop the broker of a data directory',
  grammar: 'joptsimple',
  flags: {
    dataDir: text('--data-dir <directory>', 'only the broker that has its data there'),
    nodeId: integer('--node-id <id>', 'only the broker of this node.id'),
    processRole: text('--process-role <roles>', 'only brokers with these process.roles; --node-id says more'),
    json: jsonFlag(),
  },
  operands: '',
  examples: ['tskafka server-stop', 'tskafka server-stop --data-dir .tskafka', 'tskafka server-stop --node-id 1'],
  async run({ io, operands, options: { dataDir, nodeId, processRole, json } }) {
    // It would be bad to stop all of them for a word that meant one.
    if (operands.length > 0)
      throw new UsageError(`${operands.map(word => `"${word}"`).join(' ')} belongs to no flag: nothing was stopped`, {
        next: `tskafka server-stop --data-dir ${operands[0]}`,
      })
    if (nodeId !== undefined && processRole !== undefined)
      io.warn('--node-id says more than --process-role, which is not looked at')
    const wanted = dataDir === undefined ? undefined : path.resolve(io.cwd, dataDir)
    const roles = nodeId === undefined ? processRole?.split(',').sort().join() : undefined
    const brokers = runningBrokers().filter(
      each =>
        (wanted === undefined || each.dataDirs.some(dir => path.resolve(dir) === wanted)) &&
        (nodeId === undefined || each.nodeId === nodeId) &&
        (roles === undefined || each.roles.join() === roles),
    )
    if (brokers.length === 0) {
      const meant = [
        ...(wanted === undefined ? [] : [`has its data in ${wanted}`]),
        ...(nodeId === undefined ? [] : [`has node.id ${nodeId}`]),
        ...(roles === undefined ? [] : [`has process.roles ${processRole}`]),
      ]
      const why = meant.length === 0 ? 'No kafka server to stop' : `No broker ${meant.join(' and ')}`
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
