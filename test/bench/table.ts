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

  /** Ours first, whoever came first. */
  get subjects(): string[] {
    return [...new Set(['tskafka', ...this.rows.flatMap(({ figures }) => [...figures.keys()])])]
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
