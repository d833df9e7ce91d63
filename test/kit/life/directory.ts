/** A data directory in one file, gzipped JSON, with what was written into it: fixtures/disk. */
import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Memories } from './life.ts'

export interface Directory {
  /** By path within the directory, base64. */
  files: Record<string, string>
  memories: Memories
  /** That have been lived. */
  stages: number
}

export function pack(dir: string, memories: Memories, stages: number): Buffer {
  const files: Record<string, string> = {}
  for (const name of fs.readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(dir, name)
    if (fs.statSync(file).isFile()) files[name] = fs.readFileSync(file, 'base64')
  }
  const directory: Directory = { files, memories, stages }
  return gzipSync(JSON.stringify(directory), { level: 9 })
}

/** Write its files into `dir`. @param wanted by path; default: all */
export function unpack(file: string, dir: string, wanted: (name: string) => boolean = () => true): Directory {
  const directory = JSON.parse(gunzipSync(fs.readFileSync(file)).toString()) as Directory
  for (const [name, content] of Object.entries(directory.files)) {
    if (!wanted(name)) continue
    fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
    fs.writeFileSync(path.join(dir, name), Buffer.from(content, 'base64'))
  }
  return directory
}
