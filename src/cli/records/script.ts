/**
 * `--filter`, `--map`: a JavaScript expression on each record, with these names in it: topic, partition, offset, timestamp, key (text),
 * value (parsed when it is JSON, else text; a Buffer when it is neither), headers ({name: text}), and record, which has them all. A
 * function is called with the record. It is the user's own code on the user's own machine: it may do what node may.
 */
import { isUtf8 } from 'node:buffer'
import type { BatchView, Formatter, RecordView } from '../formatters.ts'
import { UsageError } from '../usage-error.ts'
import { keyBytes, valueBytes, withValue } from './view.ts'

/** What went wrong in somebody's expression, at some record. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError'
}

type Script<Result> = (record: RecordView, batch: BatchView) => Result

/** Goes on to `format` with records for which the expression is true. */
export function filtered(expression: string, format: Formatter): Formatter {
  const script = compiled('--filter', expression, Boolean)
  return (record, batch, sink) => (script(record, batch) ? format(record, batch, sink) : false)
}

/** The expression's result is the record's value: text as it is, anything else as JSON, null as null; undefined drops the record. */
export function mapped(expression: string, format: Formatter): Formatter {
  const script = compiled('--map', expression, value => (value === undefined ? undefined : bytesOf(value)))
  return (record, batch, sink) => {
    const value = script(record, batch)
    return value === undefined ? false : format(withValue(record, value), batch, sink)
  }
}

function bytesOf(value: unknown): Buffer | null {
  if (value === null) return null
  if (Buffer.isBuffer(value)) return value
  return Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value, exact) ?? String(value)))
}
const exact = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)

/** @param finish makes of its value what is wanted @throws {UsageError} when it is no expression */
function compiled<Result>(flag: string, expression: string, finish: (value: unknown) => Result): Script<Result> {
  let evaluate: (record: Fields) => unknown
  try {
    evaluate = new Function('record', `with (record) return (${expression}\n)`) as (record: Fields) => unknown
  } catch (error) {
    throw new UsageError(
      `${flag} '${expression}' is no JavaScript expression: ${(error as Error).message}. Such as: ${flag} 'value.amount > 10'`,
    )
  }
  return (record, batch) => {
    try {
      const fields = fieldsOf(record, batch)
      const result = evaluate(fields)
      const value = typeof result === 'function' ? result(fields) : result
      if (value instanceof Promise) {
        value.catch(() => {}) // nobody waits for it
        throw new TypeError('it answers with a promise, and must answer at once')
      }
      return finish(value)
    } catch (error) {
      const why = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error)
      throw new ScriptError(
        `${flag} '${expression}' failed at ${batch.topic}-${batch.partition}@${record.offset}: ${why}. --skip-message-on-error goes on`,
      )
    }
  }
}

type Fields = ReturnType<typeof fieldsOf>

/** Made when they are asked for: an expression looks at one or two. */
function fieldsOf(record: RecordView, { topic, partition }: BatchView) {
  let value: unknown
  return {
    topic,
    partition,
    offset: record.offset,
    timestamp: record.timestamp,
    get key() {
      return textOf(keyBytes(record))
    },
    get value() {
      value ??= parsed(textOf(valueBytes(record)))
      return value
    },
    get headers() {
      return Object.fromEntries(record.headers().map(header => [header.key, textOf(header.value)]))
    },
  }
}

function parsed(value: string | Buffer | null): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** Bytes that are no text are the script's to keep: a copy. */
const textOf = (bytes: Buffer | null) => (bytes === null ? null : isUtf8(bytes) ? bytes.toString() : Buffer.from(bytes))
