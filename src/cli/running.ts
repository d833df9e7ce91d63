/**
 * Brokers that run on this machine under this user, so that `server-stop` finds them as Kafka's does: a small file for each,
 * named by its process. A file whose process is gone is as good as none.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export interface Running {
  pid: number
  address: string
  dataDirs: readonly string[]
}

const folder = () => path.join(os.tmpdir(), `tskafka-${os.userInfo().uid}`)
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
  if (!fs.existsSync(folder())) return []
  return fs.readdirSync(folder()).flatMap(name => {
    const file = path.join(folder(), name)
    try {
      const running = JSON.parse(fs.readFileSync(file, 'utf8')) as Running
      if (isAlive(running.pid)) return [running]
    } catch {
      // Half written, or no longer there: either way nobody to stop.
    }
    fs.rmSync(file, { force: true })
    return []
  })
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
