/** A disk that is only looked at: whoever tries to change it is a bug. */
import { assert } from '../../lib/assert.ts'
import { type FileHandle, type Files, realFiles } from '../../lib/files.ts'

const never = (file: string): never => assert(false, `${file} is only looked at`) as never

export const readOnlyFiles: Files = {
  ...realFiles,
  open: (file, mode): FileHandle => (mode === 'r' ? realFiles.open(file, 'r') : never(file)),
  exists: file => realFiles.exists(file),
  stat: file => realFiles.stat(file),
  list: dir => realFiles.list(dir),
  readAll: file => realFiles.readAll(file),
  setModified: never,
  mkdir: never,
  rename: never,
  remove: never,
  removeTree: never,
  removeAsync: never,
  writeAll: never,
  writeAtomic: never,
  syncDir: never,
  syncAsync: never,
}
