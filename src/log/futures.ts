/**
 * Copies of partitions on their way to this data directory: `<topic>-<partition>.<32 hex>-future` (KIP-113). One that has
 * everything takes the partition's name, and the log that it was copied from goes. A crash leaves it as it is, for the next
 * start to go on with, or to drop.
 * Source: Kafka 4.3 `LogManager.getOrCreateLog`, `replaceCurrentWithFutureLog`.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import type { Random } from '../lib/random.ts'
import { randomUuid, type Uuid } from '../lib/uuid.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Offset } from '../protocol/types.ts'
import type { PartitionLog } from './partition-log.ts'
import { topicIdIn } from './partition-metadata.ts'
import { futureDir, parseFutureDir, partitionDir } from './paths.ts'

export interface FuturesOptions {
  path: string
  files: Files
  random: Random
  /** @param where its directory @param clean it is as a clean stop has left it @param start where a new one begins */
  open: (where: string, of: Copy, clean: boolean, start: Offset | undefined) => PartitionLog
}

/** Which partition, and which topic of that name. */
export interface Copy {
  topic: string
  partition: number
  topicId: Uuid
}

interface Future {
  /** Name of its directory. */
  dir: string
  log: PartitionLog | undefined
  /** Closed with all that it had. */
  clean: boolean
}

export class Futures {
  readonly #o: FuturesOptions
  /** By the name that the partition's directory has. */
  readonly #futures = new Map<string, Future>()

  constructor(options: FuturesOptions) {
    this.#o = options
  }

  get names(): Iterable<string> {
    return this.#futures.keys()
  }

  has(name: string): boolean {
    return this.#futures.has(name)
  }

  /** Those that are open, by the name of their partition's directory. */
  *opened(): Generator<[name: string, log: PartitionLog]> {
    for (const [name, { log }] of this.#futures) if (log) yield [name, log]
  }

  /** A start has found the directory `dir`. @returns whether it is one of these; the second of a partition is none */
  found(dir: string, clean: boolean): boolean {
    const of = parseFutureDir(dir)
    if (!of) return false
    const name = partitionDir(of.topic, of.partition)
    if (this.#futures.has(name)) return false
    this.#futures.set(name, { dir, log: undefined, clean })
    return true
  }

  /**
   * Open the copy, or begin one where `start` says.
   * @throws {KafkaError} INVALID_TOPIC_EXCEPTION when the topic's name leaves no room for the directory's
   */
  open(of: Copy, start: () => Offset): PartitionLog {
    const name = partitionDir(of.topic, of.partition)
    const known = this.#futures.get(name)
    if (known?.log) return known.log
    const dir = known?.dir ?? futureDir(of.topic, of.partition, randomUuid(this.#o.random))
    if (dir === undefined) throw new KafkaError('INVALID_TOPIC_EXCEPTION', 'The topic name is too long.')
    const where = path.join(this.#o.path, dir)
    const topicId = (known && topicIdIn(this.#o.files, where)) ?? of.topicId
    const log = this.#o.open(where, { ...of, topicId }, known?.clean ?? true, known ? undefined : start())
    this.#futures.set(name, { dir, log, clean: false })
    return log
  }

  /** All is copied: write down what is beside the batches, and sync. @throws {KafkaError} KAFKA_STORAGE_ERROR */
  close(name: string): void {
    const future = this.#futures.get(name)
    future?.log?.close()
    if (future) this.#futures.set(name, { ...future, log: undefined, clean: true })
  }

  /** It becomes what it was copied for. @returns its new place */
  promote(name: string): string {
    const { files, path: dir } = this.#o
    this.close(name)
    const to = path.join(dir, name)
    files.rename(path.join(dir, this.#futures.get(name)!.dir), to)
    files.syncDir(dir)
    this.#futures.delete(name)
    return to
  }

  /** It is not wanted any more. @returns where it lies; undefined: there was none */
  drop(name: string): string | undefined {
    const future = this.#futures.get(name)
    future?.log?.abandon()
    this.#futures.delete(name)
    return future && path.join(this.#o.path, future.dir)
  }
}
