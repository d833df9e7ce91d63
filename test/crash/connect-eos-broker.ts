/** A broker to be killed and started again on the same port and data: ours, or Apache Kafka. */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Admin } from '../../src/client/admin/admin.ts'
import { typescript } from '../kit/typescript.ts'
import { formatWithKafka, freePort, javaWords, properties } from '../real/kafka.ts'

const root = path.resolve(import.meta.dirname, '../..')

export interface KillableBroker {
  address: string
  start(): Promise<void>
  /** -9 */
  kill(): Promise<void>
}
export type BrokerKind = 'tskafka' | 'kafka'

export const brokerKinds: Readonly<Record<BrokerKind, (dir: string) => Promise<KillableBroker>>> = {
  async tskafka(dir) {
    const port = await freePort()
    const settings = ['group.initial.rebalance.delay.ms=0', 'group.min.session.timeout.ms=100']
    const words = [typescript, path.join(root, 'test/crash/server.ts'), path.join(dir, 'data'), String(port)]
    return killable(port, process.execPath, [...words, ...settings])
  },
  async kafka(dir) {
    const { file, port } = await properties(dir, path.join(dir, 'data'), 'voters', {
      'group.min.session.timeout.ms': '100',
    })
    await formatWithKafka(file)
    return killable(port, 'java', javaWords('kafka.Kafka', [file]))
  },
}

function killable(port: number, command: string, words: readonly string[]): KillableBroker {
  const address = `127.0.0.1:${port}`
  let child: ChildProcess | undefined
  return {
    address,
    async start() {
      child = spawn(command, words, { cwd: root, stdio: 'ignore' })
      for (let tries = 0; tries < 300; tries++) {
        if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}`)
        if (await answers(address)) return
        await sleep(100)
      }
      throw new Error(`${command} does not answer at ${address}`)
    },
    async kill() {
      const dying = child
      child = undefined
      if (!dying || dying.exitCode !== null) return
      const over = new Promise(resolve => dying.once('exit', resolve))
      dying.kill('SIGKILL')
      await over
    },
  }
}

async function answers(address: string): Promise<boolean> {
  try {
    await using admin = await Admin.connect({ 'bootstrap.servers': address, 'request.timeout.ms': '1000' })
    await admin.describeCluster()
    return true
  } catch {
    return false
  }
}
