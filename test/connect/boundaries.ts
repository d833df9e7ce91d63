/** A source for tests that says itself where transactions end: "c" commits with the record, "a" aborts, "C" and "A" the batch. */
import { setTimeout as sleep } from 'node:timers/promises'
import { settings, sourceConnector } from '../../src/connect/plugin.ts'

export const Boundaries = sourceConnector({
  version: '1.0',
  config: settings({ topic: { type: 'string', default: 'bounded' }, script: { type: 'string', default: '' } }),
  async task({ topic, script }, { offsets, transaction, signal }) {
    const place = { script: 'it' }
    const batches = script.split(' ')
    let next = ((await offsets.offset(place))?.['batch'] as number | undefined) ?? 0
    return {
      async poll() {
        const batch = batches[next]
        if (batch === undefined) {
          await sleep(50, undefined, { signal }).catch(() => {})
          return null
        }
        next++
        return [...batch].flatMap(letter => {
          if (letter === 'C') transaction!.commitTransaction()
          if (letter === 'A') transaction!.abortTransaction()
          if (letter === 'C' || letter === 'A') return []
          const record = { topic, sourcePartition: place, sourceOffset: { batch: next }, value: `${next}${letter}` }
          if (letter === 'c') transaction!.commitTransaction(record)
          if (letter === 'a') transaction!.abortTransaction(record)
          return [record]
        })
      },
    }
  },
  exactlyOnceSupport: () => 'supported',
  canDefineTransactionBoundaries: ({ script }) => script !== 'not',
})
