/** Tells when a plugin's file, or one of those that it imports from beside it, has changed. */
import fs from 'node:fs'
import path from 'node:path'
import { fileOf } from '../plugins/import-module.ts'

/** Editors write in several steps. */
const SETTLE_MS = 100

export class Watch {
  readonly #location: string
  readonly #onChange: () => void
  #files = new Set<string>()
  #watchers: fs.FSWatcher[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(location: string, onChange: () => void) {
    this.#location = location
    this.#onChange = onChange
  }

  /** Again after each change: it may import others now. */
  async look(): Promise<void> {
    for (const file of await inputsOf(fileOf(this.#location))) this.#files.add(file)
    const folders = new Set([...this.#files].map(file => path.dirname(file)))
    this.stop()
    // Folders: many editors put a new file in the place of the old one.
    for (const folder of folders)
      this.#watchers.push(
        fs.watch(folder, (_, name) => {
          if (name === null || this.#files.has(path.join(folder, name))) this.#changed()
        }),
      )
  }

  #changed(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#onChange(), SETTLE_MS)
  }

  stop(): void {
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers.splice(0)) watcher.close()
  }
}

/** What is bundled; the file alone when it cannot be, as its author is told elsewhere. */
async function inputsOf(file: string): Promise<string[]> {
  const { build } = await import('esbuild')
  const folder = path.dirname(file)
  const options = { absWorkingDir: folder, bundle: true, write: false, metafile: true, logLevel: 'silent' } as const
  try {
    const { metafile } = await build({
      ...options,
      entryPoints: [file],
      packages: 'external',
      platform: 'node',
      format: 'esm',
    })
    return [file, ...Object.keys(metafile.inputs).map(input => path.resolve(folder, input))]
  } catch {
    return [file]
  }
}
