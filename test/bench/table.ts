/**
 * The rows of a bench: figures by subject, their medians, and how ours stands to each other's.
 */
import { median } from './measure.ts'

export interface Row {
  readonly what: string
  readonly unit: string
  readonly better: 'more' | 'less'
  readonly figures: Map<string, number[]>
}

export class Table {
  readonly rows: Row[] = []

  /** A row, to be filled by `note`; one of the same name is gone on with. */
  row(what: string, unit: string, better: Row['better']): Row {
    const known = this.rows.find(row => row.what === what)
    if (known !== undefined) return known
    const row: Row = { what, unit, better, figures: new Map() }
    this.rows.push(row)
    return row
  }

  get subjects(): string[] {
    return [...new Set(this.rows.flatMap(({ figures }) => [...figures.keys()]))]
  }
}

export function note({ figures }: Row, subject: string, figure: number): void {
  figures.set(subject, [...(figures.get(subject) ?? []), figure])
}

export const medianOf = ({ figures }: Row, subject: string): number | undefined => {
  const values = figures.get(subject)
  return values && median(values)
}

/** @returns how many times better ours is: above 1 is ahead, whichever way the unit counts */
export function lead(row: Row, own: string, other: string): number | undefined {
  const [a, b] = [medianOf(row, own), medianOf(row, other)]
  if (a === undefined || b === undefined || a === 0 || b === 0) return undefined
  return row.better === 'more' ? a / b : b / a
}

const shown = (value: number | undefined) => {
  if (value === undefined) return ''
  if (value >= 1000) return Math.round(value).toLocaleString('en-US')
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3)
}

/** As Markdown; the last columns say how many times better ours is. */
export function markdown(table: Table): string {
  const [own, ...others] = table.subjects
  const head = ['', 'unit', own ?? '', ...others, ...others.map(other => `times better than ${other}`)]
  const cells = table.rows.map(row => [
    row.what,
    row.unit,
    ...table.subjects.map(subject => shown(medianOf(row, subject))),
    ...others.map(other => lead(row, own!, other)?.toFixed(2) ?? ''),
  ])
  return [head, head.map(() => '---'), ...cells].map(line => `| ${line.join(' | ')} |`).join('\n')
}
