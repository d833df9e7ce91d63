/**
 * Whether another process has a data directory, found out without touching its lock: Linux lists the locks that are held by device
 * and inode in /proc/locks; elsewhere nobody can tell without trying. Source: proc_locks(5).
 */
import fs from 'node:fs'
import path from 'node:path'
import { LOCK } from '../paths.ts'

/** @returns the process that holds the lock; undefined: none does, or nobody knows */
export function lockHolder(dir: string, locks = '/proc/locks'): number | undefined {
  const file = path.join(dir, LOCK)
  if (!fs.existsSync(file) || !fs.existsSync(locks)) return undefined
  const { dev, ino } = fs.statSync(file)
  const device = `${hex(major(dev))}:${hex(minor(dev))}:${ino}`
  for (const line of fs.readFileSync(locks, 'utf8').split('\n')) {
    const words = line.trim().split(/\s+/)
    // 1: POSIX  ADVISORY  WRITE 4321 08:01:1234 1073741824 1073742335
    if (words[3] === 'WRITE' && words[5] === device) return Number(words[4])
  }
  return undefined
}

const hex = (n: number) => n.toString(16).padStart(2, '0')
/** As glibc takes a dev_t apart. */
const major = (dev: number) => Number((BigInt(dev) >> 8n) & 0xfffn) | (Number((BigInt(dev) >> 32n) & 0xfffff000n) >>> 0)
const minor = (dev: number) => Number(BigInt(dev) & 0xffn) | Number((BigInt(dev) >> 12n) & 0xffffff00n)
