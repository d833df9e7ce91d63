import t from 'tap'
import { markdown } from './markdown.ts'
import { note, Table } from './table.ts'
import { inOrder, verdict } from './targets.ts'

const filled = (rows: readonly (readonly [string, 'more' | 'less', Readonly<Record<string, number>>])[]) => {
  const table = new Table()
  for (const [what, better, figures] of rows)
    for (const [subject, figure] of Object.entries(figures)) note(table.row(what, 'unit', better), subject, figure)
  return table
}
const verdicts = (table: Table) => table.rows.map(row => verdict(row, table))

t.test('a row says whether its target is reached, whichever way it counts', async t => {
  t.strictSame(
    verdicts(
      filled([
        ['server-start to the first answer, empty directory', 'less', { tskafka: 150 }],
        ['server-start to the first answer, empty directory, as ever', 'less', { tskafka: 151 }],
        ['broker alone, 16 KB batches, 4 connections', 'more', { tskafka: 199, 'Apache Kafka': 100 }],
        ['Java producer, 1 KB: CPU of the broker', 'less', { tskafka: 8, 'Apache Kafka': 10 }],
        ['Java consumer, 1 KB: CPU of the broker', 'less', { tskafka: 16, 'Apache Kafka': 10 }],
        ['acks=all under 50 MB/s: p99', 'less', { tskafka: 3, 'Apache Kafka': 5 }],
        ['console producer', 'more', { tskafka: 2_500_000, kcat: 2_000_000 }],
        ['a row of no target', 'more', { tskafka: 1 }],
      ]),
    ),
    [
      '1: yes, at most 150',
      '1: **no**, at most 150',
      "0: yes, 2 times Apache Kafka's",
      "4: yes, at most 0.8 of Apache Kafka's",
      "5: **no**, at most 1.5 of Apache Kafka's",
      "8: **no**, at most 0.5 of Apache Kafka's",
      "6: yes, at least 2,024,032; **no**, 1.3 times kcat's",
      '',
    ],
  )
})

t.test('without the other figure there is a number, and no verdict', async t => {
  t.strictSame(verdicts(filled([['kcat -C, 100 B', 'more', { tskafka: 5 }]])), ['5'])
})

t.test('what should not matter is held against the row without it', async t => {
  const table = filled([
    ['produce, 10 connections', 'more', { tskafka: 100 }],
    ['produce, 10 connections of 2000', 'more', { tskafka: 80 }],
  ])
  t.match(verdict(table.rows[1]!, table), /^10: \*\*no\*\*, as "produce, 10 connections", within 10 %$/)
})

t.test('the table is in the order of the targets, ours first, and rows of no target are last', async t => {
  const table = filled([
    ['a row of no target', 'more', { kcat: 1 }],
    ['kcat -C, 1 KB', 'more', { 'Apache Kafka': 1, tskafka: 2 }],
    ['topics --list', 'less', { tskafka: 80 }],
    ['kcat -C, 100 B', 'more', { 'Apache Kafka': 1, tskafka: 2 }],
  ])
  t.strictSame(
    inOrder(table).map(({ what }) => what),
    ['topics --list', 'kcat -C, 1 KB', 'kcat -C, 100 B', 'a row of no target'],
  )
  t.match(markdown(table), /^\|\s+\| unit \| tskafka \| kcat \| Apache Kafka \|/)
})
