/**
 * The table as a picture (SVG): for each row a bar on a logarithmic scale, to the right where tskafka is ahead.
 */
import { lead, type Row, type Table } from './table.ts'
import { inOrder } from './targets.ts'

const ROW = 20
const LABEL = 400
const HALF = 260
const TOP = 46
/** Where the scale ends: a hundred times better, or worse. */
const DECADES = 2
const colours = ['#2f6f9f', '#c08a2e', '#6a8f3c']

export function svg(table: Table, title: string): string {
  const [own, ...others] = table.subjects
  const bars = inOrder(table).flatMap(row =>
    others.flatMap((other, i) => {
      const times = lead(row, own!, other)
      return times === undefined ? [] : [{ row, other, times, colour: colours[i % colours.length]! }]
    }),
  )
  const height = TOP + bars.length * ROW + 10
  const middle = LABEL + HALF
  const width = middle + HALF + 60
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
<text x="10" y="18" font-size="13" font-weight="bold">${escaped(title)}</text>
${others.map((other, i) => `<text x="${LABEL + i * 190}" y="36" fill="${colours[i % colours.length]}">beside ${escaped(other)}</text>`).join('\n')}
<line x1="${middle}" y1="${TOP - 4}" x2="${middle}" y2="${height - 6}" stroke="#444"/>
${bars.map((bar, i) => barOf(bar, TOP + i * ROW, middle)).join('\n')}
</svg>
`
}

function barOf({ row, times, colour }: { row: Row; times: number; colour: string }, y: number, middle: number): string {
  const length = (Math.min(Math.abs(Math.log10(times)), DECADES) / DECADES) * HALF
  const x = times >= 1 ? middle : middle - length
  const text = times >= 1 ? middle + length + 4 : middle + 4
  return `<text x="10" y="${y + 13}">${escaped(row.what)}</text><rect x="${x.toFixed(1)}" y="${y + 3}" width="${Math.max(1, length).toFixed(1)}" height="${ROW - 7}" fill="${colour}" opacity="${times >= 1 ? 1 : 0.45}"/><text x="${text.toFixed(1)}" y="${y + 13}">${times.toFixed(2)}</text>`
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
