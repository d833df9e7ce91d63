/** Text in columns, for people: help pages and lists. What scripts parse is never laid out here. */

/** Rows of two columns, the second wrapped to what is left of `width`. */
export function twoColumns(rows: readonly (readonly [string, string])[], width: number, indent = 2): string[] {
  const widest = Math.max(...rows.map(([left]) => left.length))
  const column = indent + Math.min(widest, MAX_LEFT) + 2
  const lines: string[] = []
  for (const [left, right] of rows) {
    const [first = '', ...rest] = wrap(right, Math.max(width - column, MIN_RIGHT))
    const head = `${' '.repeat(indent)}${left}`
    if (head.length + 2 > column) lines.push(head, `${' '.repeat(column)}${first}`)
    else lines.push(`${head.padEnd(column)}${first}`.trimEnd())
    for (const line of rest) lines.push(`${' '.repeat(column)}${line}`)
  }
  return lines
}
/** A longer left side gets a line of its own, rather than push all others to the right. */
const MAX_LEFT = 44
const MIN_RIGHT = 30

export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
