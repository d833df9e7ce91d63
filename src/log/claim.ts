/**
 * Whether a data directory is this broker's to use: made if it is not there, locked, of the same node and cluster.
 * Source: KIP-631, KIP-858; Kafka 4.3 `LogManager.createAndValidateLogDirs`, `MetaPropertiesEnsemble`.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import { DirectoryLock } from './directory-lock.ts'
import { isSystemError } from './errors.ts'
import { DirectoryError, type MetaProperties, readMetaProperties } from './meta-properties.ts'
import { META_PROPERTIES, parsePartitionDir } from './paths.ts'

export interface Claim {
  path: string
  lock: DirectoryLock
  /** Undefined: it is not formatted yet. */
  meta: MetaProperties | undefined
}

export interface Claimant {
  nodeId: number
  /** Undefined: of any cluster. */
  clusterId: string | undefined
  /** Format directories that are empty; otherwise they are an error. */
  format: boolean
}

/** @throws {DirectoryError} in use, of another node or cluster, not formatted; a fault: it cannot be read, or written to */
export function claim(files: Files, dir: string, { nodeId, clusterId, format }: Claimant): Claim {
  makeDir(files, dir)
  const lock = DirectoryLock.acquire(dir)
  try {
    const meta = readMetaProperties(files, dir)
    if (meta) demandOwn(dir, meta, nodeId, clusterId)
    else if (!format)
      throw new DirectoryError(
        `${dir} is not formatted. Run: tskafka storage format --standalone -t $(tskafka storage random-uuid) -c server.properties`,
      )
    else demandEmpty(files, dir)
    return { path: dir, lock, meta }
  } catch (error) {
    lock.release()
    if (!isSystemError(error)) throw error
    throw new DirectoryError(`Cannot read the data directory ${dir}: ${error.message}`, { cause: error, isFault: true })
  }
}

function makeDir(files: Files, dir: string): void {
  try {
    if (files.exists(dir)) return
    files.mkdir(dir)
    files.syncDir(path.dirname(dir))
  } catch (error) {
    throw new DirectoryError(
      `Cannot make the data directory ${dir}: ${(error as Error).message}. Choose another: --override log.dirs=<directory>`,
      { cause: error, isFault: true },
    )
  }
}

/** What lies here is of some cluster: it would be of another one, under another id, once the file is made again. */
function demandEmpty(files: Files, dir: string): void {
  const found = files.list(dir).find(name => parsePartitionDir(name) && files.stat(path.join(dir, name))?.isDirectory)
  if (found !== undefined)
    throw new DirectoryError(
      `${path.join(dir, META_PROPERTIES)} is missing, and ${found} is there: whose data is it? Restore the file from a copy, or use another data directory`,
      { isFault: true },
    )
}

function demandOwn(dir: string, meta: MetaProperties, nodeId: number, clusterId: string | undefined): void {
  if (meta.nodeId !== nodeId)
    throw new DirectoryError(
      `The data directory ${dir} belongs to node ${meta.nodeId}, and this is node ${nodeId}. Set node.id=${meta.nodeId}, or use another directory`,
    )
  if (clusterId !== undefined && meta.clusterId !== clusterId)
    throw new DirectoryError(
      `The data directory ${dir} belongs to cluster ${meta.clusterId}, not to ${clusterId}. All directories of a broker must be of one cluster`,
    )
}

/**
 * Both may have what the other has not: who of them is right nobody knows but the operator. Apache Kafka does not start, either.
 * @throws {DirectoryError}
 */
export function demandDistinct(dirs: readonly { path: string; names: Iterable<string> }[]): void {
  const seen = new Map<string, { path: string }>()
  for (const dir of dirs)
    for (const name of dir.names) {
      // Which of these counts metadata.log.dir says.
      if (name === '__cluster_metadata-0') continue
      const other = seen.get(name)
      if (other)
        throw new DirectoryError(
          `The partition ${name} lies both in ${other.path} and in ${dir.path}. One of them is an old copy: a directory may have failed while the partition was moved. Move ${name} out of the directory that has failed lately, and start again`,
        )
      seen.set(name, dir)
    }
}
