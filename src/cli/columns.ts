/**
 * Rows as Java's printf aligns them: each cell on the left of its column, a space between two, longer ones push the rest. Lines
 * of Kafka's tools look like this, so the last cell is padded too where theirs is.
 */

/** @param widths of columns; 0: as wide as the cell */
export const row = (widths: readonly number[], cells: readonly unknown[]): string =>
  cells.map((cell, i) => String(cell).padEnd(widths[i] ?? 0)).join(' ')

/** Wide enough for all, and not less than `least`. */
export const widest = (least: number, texts: Iterable<string>): number => {
  let width = least
  for (const { length } of texts) if (length > width) width = length
  return width
}

/** What has no value. */
export const MISSING = '-'
export const orMissing = (value: unknown): string => (value === undefined || value === '' ? MISSING : String(value))

/** A table whose columns are as wide as their widest cell, with a tab after each: Kafka's `ToolsUtils.prettyPrintTable`. */
export function* table(head: readonly string[], rows: readonly (readonly unknown[])[]): Generator<string> {
  const texts = rows.map(cells => cells.map(String))
  const widths = head.map((name, i) =>
    widest(
      name.length,
      texts.map(cells => cells[i]!),
    ),
  )
  for (const cells of [head, ...texts]) yield cells.map((cell, i) => `${cell.padEnd(widths[i]!)}\t`).join('')
}
