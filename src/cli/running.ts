/**
 * Brokers that run on this machine under this user, so that `server-stop` finds them as Kafka's does: a small file for each,
 * named by its process. A file whose process is gone, or is another program that got its number, is as good as none.
 */
import type childProcess from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { lazily } from '../lib/load.ts'

const processes = lazily<typeof childProcess>('node:child_process')

export interface Running {
  pid: number
  address: string
  dataDirs: readonly string[]
  nodeId: number
  /** broker, controller: in order. */
  roles: readonly string[]
}

const user = () => os.userInfo().uid
const folder = () => path.join(os.tmpdir(), `tskafka-${user()}`)
const fileOf = (pid: number) => path.join(folder(), `${pid}.json`)

export function register(running: Running): void {
  try {
    fs.mkdirSync(folder(), { recursive: true, mode: 0o700 })
    fs.writeFileSync(fileOf(running.pid), JSON.stringify(running))
  } catch {
    // Without it the broker runs all the same; it is stopped by its process id.
  }
}

export const unregister = (pid: number): void => fs.rmSync(fileOf(pid), { force: true })

export function runningBrokers(): Running[] {
  // Somebody else's folder under our name says nothing about us.
  if (fs.statSync(folder(), { throwIfNoEntry: false })?.uid !== user()) return []
  return fs.readdirSync(folder()).flatMap(name => {
    const file = path.join(folder(), name)
    try {
      const running = JSON.parse(fs.readFileSync(file, 'utf8')) as Running
      if (isBroker(running.pid)) return [running]
    } catch {
      // Half written, or no longer there: either way nobody to stop.
    }
    fs.rmSync(file, { force: true })
    return []
  })
}

/** It has written everything down: the file goes last, and a process that nobody waits for may linger on after it. */
export const hasStopped = (pid: number): boolean => !fs.existsSync(fileOf(pid)) || !isBroker(pid)

/** Process numbers are used again: what is stopped must still be what was started. */
function isBroker(pid: number): boolean {
  try {
    const command = fs.existsSync('/proc/self/cmdline')
      ? fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : processes().execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return command.includes('server-start')
  } catch {
    return false
  }
}
