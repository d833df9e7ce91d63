/**
 * Records as `connect dev` shows them: a transform that changes nothing is put before, between and behind those of the
 * connector. Its last one drops everything in a dry run.
 */
import { Decimal } from '../data/decimal.ts'
import { type ConnectRecord, type Given, settings, type Transform, transformation } from '../plugin.ts'
import type { Entry } from '../plugins/registry.ts'
import { listOf } from '../runtime/chain.ts'

const CLASS = 'tskafka.dev.Tap'
const ALIAS = 'tskafka-dev-'

/** The same settings, with a tap at each place. */
export function tapped(given: Given): Given {
  const aliases = listOf(given['transforms'])
  const names = Array.from({ length: aliases.length + 1 }, (_, stage) => `${ALIAS}${stage}`)
  const taps = names.flatMap((name, stage) => [
    [`transforms.${name}.type`, CLASS],
    [`transforms.${name}.stage`, String(stage)],
  ])
  const transforms = names.flatMap((name, stage) => (stage === 0 ? [name] : [aliases[stage - 1]!, name])).join(',')
  return { ...given, transforms, ...Object.fromEntries(taps) }
}

export interface TapOptions {
  /** The connector's, with its transforms. */
  readonly given: Given
  readonly dryRun: boolean
  readonly print: (line: string) => void
  /** After each record that came through all transforms, or was dropped. */
  readonly onRecord: (isThrough: boolean) => void
}

export class Tap {
  readonly #o: TapOptions
  readonly #names: readonly string[]
  #count = 0
  /** Of the record on its way: how far it came, and what it was there. */
  #stage = -1
  #before: ConnectRecord | undefined

  constructor(options: TapOptions) {
    this.#o = options
    this.#names = listOf(options.given['transforms'])
  }

  get entry(): Entry {
    const plugin = transformation({
      class: CLASS,
      version: '1',
      config: settings({ stage: { type: 'int' } }),
      create:
        ({ stage }): Transform =>
        record =>
          this.#at(stage, record),
    })
    return { class: CLASS, plugin, location: 'classpath' }
  }

  #at<R extends ConnectRecord>(stage: number, record: R): R | null {
    const { dryRun, print } = this.#o
    if (stage === 0) {
      this.settle()
      this.#count++
      // Nobody calls when one of the transforms drops it.
      setImmediate(() => this.settle())
    }
    const isLast = stage === this.#names.length
    if (!dryRun && isLast) print(shown(record))
    if (dryRun && stage === 0) print(`#${this.#count} ${shown(record)}`)
    if (dryRun && stage > 0) {
      const same = this.#before === record
      print(`   after ${this.#names[stage - 1]}: ${same ? 'the same' : shown(record)}`)
    }
    this.#stage = stage
    this.#before = record
    if (isLast) this.#end(true)
    return dryRun && isLast ? null : record
  }

  /** A record that did not come to the end was dropped where it was seen last, or that transform threw. */
  settle(): void {
    if (this.#stage < 0) return
    if (this.#o.dryRun) this.#o.print(`   not let through by ${this.#names[this.#stage]}`)
    this.#end(false)
  }

  #end(isThrough: boolean): void {
    this.#stage = -1
    this.#before = undefined
    this.#o.onRecord(isThrough)
  }
}

/** One line: where it goes, its key when it has one, its value, and where a source is then. */
export function shown(record: ConnectRecord): string {
  const { topic, key, value, headers = [], partition } = record
  const isSink = 'originalOffset' in record
  return [
    isSink ? `${topic}-${partition}@${record.originalOffset}` : partition == null ? topic : `${topic}-${partition}`,
    ...(key === null || key === undefined ? [] : [`key=${text(key)}`]),
    text(value ?? null),
    ...(headers.length === 0
      ? []
      : [`headers ${headers.map(header => `${header.key}=${text(header.value)}`).join(' ')}`]),
    ...(isSink ? [] : [`offset ${text(record.sourceOffset)}`]),
  ].join(' ')
}

function text(value: unknown): string {
  try {
    return JSON.stringify(value, readable) ?? String(value)
  } catch (error) {
    return `(cannot be shown: ${(error as Error)?.message ?? 'it throws'})`
  }
}

function readable(this: unknown, _name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'a function' : value
  if (value instanceof Decimal) return String(value)
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Uint8Array) return `base64:${Buffer.from(value).toString('base64')}`
  // A Buffer has been made {type, data} by its toJSON.
  const { type, data } = value as { type?: unknown; data?: unknown }
  return type === 'Buffer' && Array.isArray(data) ? `base64:${Buffer.from(data).toString('base64')}` : value
}
