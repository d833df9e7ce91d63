/**
 * Source records on their way, by source partition, in order: an offset may be committed when its record and all before it have
 * been written. Source: Kafka 4.3 `SubmittedRecords`.
 */
import type { Place } from '../plugin.ts'

interface Submitted {
  readonly partition: Place
  readonly offset: Place
  acked: boolean
  dropped: boolean
}

export class SubmittedRecords {
  readonly #queues = new Map<string, Submitted[]>()
  #underWay = 0
  #empty: (() => void)[] = []

  submit(partition: Place, offset: Place): { ack(): void; drop(): void } {
    const key = JSON.stringify(partition, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))
    const queue = this.#queues.get(key) ?? []
    this.#queues.set(key, queue)
    const record: Submitted = { partition, offset, acked: false, dropped: false }
    queue.push(record)
    this.#underWay++
    const end = (how: 'acked' | 'dropped') => {
      if (record.acked || record.dropped) return
      record[how] = true
      if (how === 'dropped') queue.splice(queue.lastIndexOf(record), 1)
      if (--this.#underWay === 0) for (const resolve of this.#empty.splice(0)) resolve()
    }
    return { ack: () => end('acked'), drop: () => end('dropped') }
  }

  /** The newest offset of each partition behind which nothing is missing; they are told once. */
  committable(): { partition: Place; offset: Place }[] {
    const rows: { partition: Place; offset: Place }[] = []
    for (const [key, queue] of this.#queues) {
      let count = queue.findIndex(({ acked }) => !acked)
      if (count < 0) count = queue.length
      const last = queue[count - 1]
      if (last) rows.push({ partition: last.partition, offset: last.offset })
      queue.splice(0, count)
      if (queue.length === 0) this.#queues.delete(key)
    }
    return rows
  }

  get pending(): number {
    return this.#underWay
  }

  /** Resolves when nothing is under way. */
  settled(): Promise<void> {
    return this.#underWay === 0 ? Promise.resolve() : new Promise(resolve => this.#empty.push(resolve))
  }
}
