/** Ranges of versions, both ends included, as the definitions speak of them. */
export interface Range {
  readonly min: number
  readonly max: number
}

export const NONE: Range = { min: 0, max: -1 }

export const isEmpty = ({ min, max }: Range) => max < min
export const covers = (outer: Range, inner: Range) => outer.min <= inner.min && outer.max >= inner.max
export const touches = (a: Range, b: Range) => Math.max(a.min, b.min) <= Math.min(a.max, b.max)
export const hull = (a: Range, b: Range): Range =>
  isEmpty(a) ? b : { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) }

/** A condition on `ver`, which is known to lie within `known`: 'true' and 'false' when there is nothing to ask. */
export function within(range: Range, known: Range): string {
  if (isEmpty(range) || !touches(range, known)) return 'false'
  const parts: string[] = []
  if (range.min > known.min) parts.push(`ver >= ${range.min}`)
  if (range.max < known.max) parts.push(`ver <= ${range.max}`)
  return parts.join(' && ') || 'true'
}
