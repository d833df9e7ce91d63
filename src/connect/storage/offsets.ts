/**
 * How far source connectors are. A key is `["connector",{partition}]` and a value `{offset}`, both as JSON, wherever they are
 * kept. Source: Kafka 4.3 `OffsetStorageWriter`, `OffsetStorageReaderImpl`, `OffsetUtils`.
 */
import { createJson } from '../converters/json.ts'
import { typeOfValue } from '../data/values.ts'
import { DataError } from '../errors.ts'
import type { OffsetReader, Place } from '../plugin.ts'

/** Where they are kept. */
export interface OffsetStore {
  start(): Promise<void>
  stop(): Promise<void>
  /** What is there, in the order of the keys. */
  get(keys: readonly Buffer[]): Promise<(Buffer | null)[]>
  /** Resolves when all are safe; null forgets. */
  set(entries: readonly OffsetEntry[]): Promise<void>
  /** All partitions of a connector that have an offset. */
  partitions(connector: string): Promise<Place[]>
  /** The transaction is committed in which `set` wrote. */
  committed?(): void
}
export type OffsetEntry = readonly [key: Buffer, value: Buffer | null]

const json = createJson({ schemas: false })

export const keyBytes = (connector: string, partition: Place): Buffer =>
  json.toBytes('', null, [connector, flat(partition, 'partition')]) as Buffer
export const offsetBytes = (offset: Place | null): Buffer | null =>
  offset === null ? null : (json.toBytes('', null, flat(offset, 'offset')) as Buffer)
export const readOffset = (bytes: Buffer | null): Place | null => json.fromBytes('', bytes).value as Place | null

/** @returns undefined for a key that no worker wrote */
export function readKey(bytes: Buffer): { connector: string; partition: Place } | undefined {
  let key: unknown
  try {
    key = json.fromBytes('', bytes).value
  } catch (error) {
    if (error instanceof DataError) return undefined
    throw error
  }
  if (!Array.isArray(key) || key.length !== 2) return undefined
  const [connector, partition] = key as [unknown, unknown]
  return typeof connector === 'string' && typeof partition === 'object' && partition !== null
    ? { connector, partition: partition as Place }
    : undefined
}

/** Text, numbers, booleans and bytes only: anything else would come back as something else. */
export function flat(place: Place, what: string): Place {
  for (const [name, value] of Object.entries(place)) {
    if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) continue
    const type = value === undefined || typeof value === 'number' ? String(value) : typeOfPlace(value)
    if (type !== undefined)
      throw new DataError(
        `Offsets may only contain primitive types as values, but the field "${name}" of the ${what} contains ${type}`,
      )
  }
  return place
}

/** @returns undefined for what can be in an offset */
function typeOfPlace(value: unknown): string | undefined {
  try {
    const type = typeOfValue(value)
    return type === 'array' || type === 'map' ? type : undefined
  } catch {
    return typeof value === 'object' ? 'an object that is not plain' : typeof value
  }
}

export function offsetReader(store: OffsetStore, connector: string): OffsetReader {
  const offsets = async (partitions: readonly Place[]) =>
    (await store.get(partitions.map(partition => keyBytes(connector, partition)))).map(readOffset)
  return { offsets, offset: async partition => (await offsets([partition]))[0] ?? null }
}

/** Offsets of one task on their way to the store: the newest of each partition. */
export class OffsetWriter {
  readonly #store: OffsetStore
  readonly #connector: string
  #pending = new Map<string, OffsetEntry>()

  constructor(store: OffsetStore, connector: string) {
    this.#store = store
    this.#connector = connector
  }

  set(partition: Place, offset: Place): void {
    const key = keyBytes(this.#connector, partition)
    this.#pending.set(key.toString('latin1'), [key, offsetBytes(offset)])
  }

  get isEmpty(): boolean {
    return this.#pending.size === 0
  }

  /** What fails is tried again with the next flush, unless there is something newer then. */
  async flush(): Promise<void> {
    const taken = this.#pending
    if (taken.size === 0) return
    this.#pending = new Map()
    try {
      await this.#store.set([...taken.values()])
    } catch (error) {
      this.#pending = new Map([...taken, ...this.#pending])
      throw error
    }
  }
}
