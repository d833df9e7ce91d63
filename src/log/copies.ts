/**
 * Copies of partitions on their way from one directory of the broker to another (KIP-113). Each directory knows those on their
 * way to it (futures.ts), and move.ts fills them; here both directories meet.
 *
 * A copy that is complete takes its log's place in two steps: it is closed, which may take a while, and then swapped at once.
 * A crash between the two renames of a swap leaves a complete copy and no log, which the next start puts right (`promote`).
 */
import type { Uuid } from '../lib/uuid.ts'
import type { Offset } from '../protocol/types.ts'
import type { LogDir } from './log-dir.ts'
import type { PartitionLog } from './partition-log.ts'
import { parsePartitionDir, partitionDir } from './paths.ts'

export interface Copied {
  topic: string
  partition: number
  /** Where it is made. */
  dir: string
  directoryId: Uuid
  /** Undefined: it is not open. */
  log: PartitionLog | undefined
}

export class Copies {
  readonly #dirs: readonly LogDir[]

  /** @param dirs those of the broker that have worked when it started */
  constructor(dirs: readonly LogDir[]) {
    this.#dirs = dirs
  }

  /** All that are on their way to a directory that works. */
  list(): Copied[] {
    const online = this.#dirs.filter(({ failure }) => !failure)
    return online.flatMap(({ logs: { futures }, path: dir, meta }) => {
      const open = new Map(futures.opened())
      return Array.from(futures.names, name => {
        const of = parsePartitionDir(name)!
        return { ...of, dir, directoryId: meta.directoryId, log: open.get(name) }
      })
    })
  }

  #at(dir: string): LogDir {
    return this.#dirs.find(each => each.path === dir)!
  }

  /** The copy of `log` on its way to `dir`, opened; begun where `start` says when there is none. @throws {KafkaError} */
  open({ topic, partition, topicId }: PartitionLog, dir: string, start: () => Offset): PartitionLog {
    return this.#at(dir).logs.futures.open({ topic, partition, topicId }, start)
  }

  /** It is not wanted any more. */
  drop(topic: string, partition: number, dir: string): void {
    this.#at(dir).dropFuture(partitionDir(topic, partition))
  }

  /** All of `log` is in its copy in `dir`: what has to be synced for the copy to take its place is. @throws {KafkaError} */
  close({ name }: PartitionLog, dir: string): void {
    this.#at(dir).logs.futures.close(name)
  }

  /** The copy in `dir`, which was closed, takes the place of `log`, for whoever holds it. @throws {KafkaError} */
  swap(log: PartitionLog, dir: string): void {
    const { topic, partition, name, config } = log
    const from = this.#dirs.find(({ logs }) => logs.has(topic, partition))!
    const cleanerOffset = from.logs.cleanerOffset(name)
    const to = this.#at(dir)
    to.adopt(log, () => from.leave(log, config['file.delete.delay.ms']))
    if (cleanerOffset !== undefined) to.logs.cleaned(log, cleanerOffset)
  }

  /** A copy that was complete when its partition's name was taken away, and a crash came between: it gets the name now. */
  promote(topic: string, partition: number, dir: string): void {
    this.#at(dir).promoteFuture(partitionDir(topic, partition))
  }
}
