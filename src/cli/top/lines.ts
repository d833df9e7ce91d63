/** A frame of `top` as a table: cells, so that a terminal can colour them, and lines, where there is no terminal. */
import type { Frame } from './frame.ts'

export interface Table {
  head: readonly string[]
  rows: readonly (readonly string[])[]
}

export const topicTable = ({ topics }: Frame): Table => ({
  head: ['TOPIC', 'PARTITIONS', 'RECORDS', 'SIZE', 'IN/S', 'BYTES/S', 'OUT/S'],
  rows: topics.map(topic => [
    topic.name,
    String(topic.partitions),
    counted(topic.records),
    sized(topic.bytes),
    rated(topic.in),
    sized(topic.bytesIn),
    rated(topic.out),
  ]),
})

export const groupTable = ({ groups }: Frame): Table => ({
  head: ['GROUP', 'STATE', 'MEMBERS', 'LAG', 'OUT/S', 'BEHIND'],
  rows: groups.map(group => [
    group.id,
    group.state,
    String(group.members),
    counted(group.lag),
    rated(group.out),
    group.behind === null ? '-' : lasting(group.behind),
  ]),
})

/** Texts; all other columns are numbers. */
const texts = new Set(['TOPIC', 'GROUP', 'STATE'])

/** Columns as wide as they must be, numbers to the right. */
export function linesOf({ head, rows }: Table): string[] {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map(row => row[i]!.length)))
  return [head, ...rows].map(row =>
    row
      .map((cell, i) => (texts.has(head[i]!) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  )
}

export const counted = (count: number): string => count.toLocaleString('en-US')

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** Three figures: 999 B, 1.5 MiB. */
export function sized(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return '-'
  let [value, unit] = [bytes, 0]
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? Math.round(value) : value.toPrecision(3)} ${units[unit]}`
}

export const rated = (rate: number | null): string =>
  rate === null ? '-' : rate >= 100 || rate === 0 ? counted(Math.round(rate)) : rate.toPrecision(2)

/** 45s, 12m, 3h, 2d. */
export function lasting(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)}s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)}m`
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)}h` : `${Math.round(seconds / 86_400)}d`
}
