/**
 * Offsets in a file: what `--reset-offsets --export` writes and `--from-file` reads. Commas between, quotes as Jackson sets them.
 * Source: Kafka 4.3 `CsvUtils`. A line that is neither form is refused, where Kafka takes what is missing for 0.
 */
import type { TopicPartition } from '../../client/offsets.ts'
import { UsageError } from '../usage-error.ts'

export interface NewOffset extends TopicPartition {
  offset: number
}
/** By group. */
export type Plan = ReadonlyMap<string, readonly NewOffset[]>

/** `topic,partition,offset` a line, or with the group before. @throws {UsageError} naming the line that is neither */
export function parsePlan(text: string, groups: readonly string[], file: string): Plan {
  const plan = new Map<string, NewOffset[]>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const cells = csvCells(line)
    const named = cells.length === 4
    const [topic = '', partition = '', offset = ''] = named ? cells.slice(1) : cells
    const group = named ? cells[0]! : groups.length === 1 ? groups[0]! : undefined
    if (group === undefined || !/^\d+$/.test(partition) || !/^-?\d+$/.test(offset))
      throw new UsageError(
        `Line ${index + 1} of ${file} is "${line}": it takes ${groups.length === 1 ? 'topic,partition,offset or ' : ''}group,topic,partition,offset`,
      )
    plan.set(group, [...(plan.get(group) ?? []), { topic, partition: Number(partition), offset: Number(offset) }])
  }
  return plan
}

/** Commas between; quotes around what holds a comma or a quote, which is doubled then. */
const csvCells = (line: string): string[] =>
  Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? plain!.trim() : quoted.replaceAll('""', '"'),
  )

/** As Jackson writes them: with quotes when long, or when a character is below the comma. */
export const csvLine = (cells: readonly (string | number)[]): string =>
  cells
    .map(cell =>
      typeof cell === 'string' && (cell.length > LONGEST_BARE || /[\0-,]/.test(cell))
        ? `"${cell.replaceAll('"', '""')}"`
        : cell,
    )
    .join(',')
const LONGEST_BARE = 24
