/**
 * meta.properties: whose log directory this is. Version 1: cluster.id, node.id, directory.id.
 * Source: KIP-631, KIP-858; Kafka 4.3 `MetaProperties`.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import { type Uuid, uuidToBytes } from '../lib/uuid.ts'
import { META_PROPERTIES } from './paths.ts'

export interface MetaProperties {
  clusterId: string
  nodeId: number
  directoryId: Uuid
}

/** Something about a data directory that only a person can put right. The message says what to do. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError'
  /** The directory cannot be used as it is; a broker that has others goes on with them. Otherwise it is somebody else's. */
  readonly isFault: boolean

  constructor(message: string, { isFault = false, ...options }: ErrorOptions & { isFault?: boolean } = {}) {
    super(message, options)
    this.isFault = isFault
  }
}

const fault = (message: string) =>
  new DirectoryError(`${message}. Restore the file from a copy, or use another data directory`, { isFault: true })

/** @returns undefined when the directory has none: it is not formatted */
export function readMetaProperties(files: Files, dir: string): MetaProperties | undefined {
  const file = path.join(dir, META_PROPERTIES)
  if (!files.exists(file)) return undefined
  const values = new Map<string, string>()
  for (const line of files.readAll(file).toString().split(/\r?\n/)) {
    const match = /^\s*([^#!=:\s]+)\s*[=:]\s*(.*?)\s*$/.exec(line)
    if (match) values.set(match[1]!, match[2]!)
  }
  const need = (key: string) => {
    const value = values.get(key)
    if (value === undefined || value === '') throw fault(`${file} has no ${key}`)
    return value
  }
  if (need('version') !== '1')
    throw new DirectoryError(
      `${file} has version ${values.get('version')}; only version 1 is read. Start it once with Apache Kafka 3.9 to migrate it`,
      { isFault: true },
    )
  const [clusterId, nodeId, directoryId] = [need('cluster.id'), need('node.id'), need('directory.id')]
  if (!/^\d+$/.test(nodeId)) throw fault(`${file} has node.id ${nodeId}, which is no number`)
  if (uuidToBytes(directoryId) === undefined) throw fault(`${file} has directory.id ${directoryId}, which is no id`)
  return { clusterId, nodeId: Number(nodeId), directoryId }
}

export function writeMetaProperties(
  files: Files,
  dir: string,
  { clusterId, nodeId, directoryId }: MetaProperties,
): void {
  const lines = ['#', `cluster.id=${clusterId}`, `directory.id=${directoryId}`, `node.id=${nodeId}`, 'version=1', '']
  files.writeAtomic(path.join(dir, META_PROPERTIES), lines.join('\n'))
}
