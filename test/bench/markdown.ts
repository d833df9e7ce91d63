/** The table as Markdown. */
import { lead, medianOf, type Table } from './table.ts'
import { inOrder, verdict } from './targets.ts'

/** In the order of the targets; the last columns say how many times better ours is, and what was wanted. */
export function markdown(table: Table): string {
  const [own, ...others] = table.subjects
  const head = ['', 'unit', own ?? '', ...others, ...others.map(other => `times better than ${other}`), 'target']
  const cells = inOrder(table).map(row => [
    row.what,
    row.unit,
    ...table.subjects.map(subject => shown(medianOf(row, subject))),
    ...others.map(other => lead(row, own!, other)?.toFixed(2) ?? ''),
    verdict(row, table),
  ])
  return [head, head.map(() => '---'), ...cells].map(line => `| ${line.join(' | ')} |`).join('\n')
}

const shown = (value: number | undefined) => {
  if (value === undefined) return ''
  if (value >= 1000) return Math.round(value).toLocaleString('en-US')
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3)
}
