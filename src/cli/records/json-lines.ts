/**
 * `--json` of the console consumer: a record a line, as the console producer's --json reads it back.
 *
 *   {"topic":"orders","partition":0,"offset":5,"timestamp":1795244400000,"timestampType":"CreateTime","key":"42","value":"one","headers":[{"key":"k","value":"v"}]}
 *
 * On a terminal a person reads it: indented, in colours, and a value that is JSON as JSON.
 */
import type { Formatter } from '../formatters.ts'
import type { Io } from '../io.ts'
import { bytesJson } from './bytes-json.ts'
import { keyBytes, valueBytes } from './view.ts'

export async function jsonLines(io: Io): Promise<Formatter> {
  const show = io.stdout.isTTY ? (await import('./pretty.ts')).pretty(io) : JSON.stringify
  return (record, { topic, partition, timestampType }, sink) => {
    const { offset, timestamp } = record
    sink.text(
      `${show({
        topic,
        partition,
        offset,
        timestamp,
        timestampType,
        ...bytesJson('key', keyBytes(record)),
        ...bytesJson('value', valueBytes(record)),
        headers: record.headers().map(({ key, value }) => ({ key, ...bytesJson('value', value) })),
      })}\n`,
    )
  }
}
