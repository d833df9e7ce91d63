/** Names in as many columns as a terminal has room for, read downwards. Source: Kafka 4.3 `LsCommandHandler`. */
const GAP = 2
/** The least that a column takes. */
const LEAST = 4

/** @param width undefined: one column */
export function columns(names: readonly string[], width: number | undefined): string[] {
  for (let count = Math.floor((width ?? 0) / LEAST); count > 1; count--) {
    const rows = Math.ceil(names.length / count)
    // With that many rows the last column would stay empty.
    if (Math.ceil(names.length / rows) < count) continue
    const widths = Array.from({ length: count }, (_, column) =>
      Math.max(...names.slice(column * rows, (column + 1) * rows).map(({ length }) => length + GAP)),
    )
    if (widths.reduce((a, b) => a + b) > width!) continue
    return Array.from({ length: rows }, (_, row) =>
      widths
        .map((size, column) => (names[column * rows + row] ?? '').padEnd(column < count - 1 ? size : 0))
        .join('')
        .trimEnd(),
    )
  }
  return [...names]
}
