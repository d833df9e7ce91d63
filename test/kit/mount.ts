/**
 * A disk as one process sees it. A killed one may still run, in a test that plays several processes one after the other: it
 * reads what it likes, and changes nothing any more. Somebody may listen to what is written.
 */
import type { FileHandle, Files } from '../../src/lib/files.ts'
import { diskError } from './faulty-files.ts'

export interface Mount {
  files: Files
  kill(): void
}

const reading: ReadonlySet<string> = new Set(['exists', 'stat', 'list', 'readAll', 'read', 'size', 'close', 'path'])

export function mount(disk: Files, onWrite: (file: string) => void = () => {}): Mount {
  let killed = false
  const watched = <T extends object>(target: T, fileOf: (given: unknown[]) => string): T =>
    new Proxy(target, {
      get(_, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          const file = fileOf(given)
          const reads = reading.has(String(name)) || (name === 'open' && given[1] === 'r')
          if (killed && !reads) throw diskError('EIO', String(name), file)
          const result: unknown = value.apply(target, given)
          if (name === 'open') return watched(result as FileHandle, () => file)
          if (name === 'write' || name === 'writev') onWrite(file)
          return result
        }
      },
    })
  return {
    files: watched(disk, ([file]) => String(file)),
    kill: () => {
      killed = true
    },
  }
}
