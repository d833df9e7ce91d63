/**
 * What a history must not show, in the words of Jepsen's checker for Kafka (jepsen.io/analyses/redpanda-21.10.1, `kafka.clj`):
 *
 *   lost          a write was acknowledged, or its transaction was, and it is not in the log
 *   duplicate     one value at two offsets
 *   conflict      two values at one offset
 *   abortedRead   a value of a transaction that was aborted was read (G1a)
 *   unsent        a value was read that nobody sent
 *   pollBack      within one reader's session an offset comes that is not larger than the one before
 *   sendBack      a producer's later write to a partition has a smaller offset than its earlier one
 *   torn          a transaction of which some writes are in the log and others are not
 *   copy          a record that was copied and is behind the committed offset is not there once, or one before it is
 *
 * A history is what clients did and heard, an operation a line. Values are written once: `value` is unique in its topic.
 */

/** `fail`: it certainly did not happen. `info`: nobody knows. */
export type Outcome = 'invoke' | 'ok' | 'fail' | 'info'

export interface Write {
  topic: string
  partition: number
  value: string
  /** Known when it was acknowledged. */
  offset?: number
}

/** `[topic, partition, offset, value]` */
export type Read = readonly [topic: string, partition: number, offset: number, value: string]

export type Op =
  | { f: 'send'; type: Outcome; who: string; at: number; write: Write }
  | { f: 'txn'; type: Outcome; who: string; at: number; writes: readonly Write[] }
  | { f: 'poll'; type: 'ok'; who: string; at: number; session: number; reads: readonly Read[] }
  /** Everything there is, read at the end. */
  | { f: 'final'; type: 'ok'; who: string; at: number; reads: readonly Read[] }
  /** Where the copying group is at the end: `[partition, offset]` of the topic that it reads. */
  | { f: 'committed'; type: 'ok'; who: string; at: number; offsets: readonly (readonly [number, number])[] }
  | { f: 'kill' | 'start' | 'error'; type: 'info'; who: string; at: number; what?: string }

const anomalyNames = [
  'lost',
  'duplicate',
  'conflict',
  'abortedRead',
  'unsent',
  'pollBack',
  'sendBack',
  'torn',
  'copy',
] as const
export type Anomalies = Record<(typeof anomalyNames)[number], string[]>

/** The topic that is copied, and the one it is copied to. */
export const SOURCE = 'plain'
export const COPY = 'copied'

const at = ({ topic, partition, offset }: Write) => `${topic}-${partition}@${offset}`

export function check(history: readonly Op[]): Anomalies {
  const anomalies = Object.fromEntries(anomalyNames.map(name => [name, [] as string[]])) as Anomalies
  const reads = readsOf(history, anomalies)
  checkWrites(history, reads, anomalies)
  checkPolls(history, anomalies)
  checkSends(history, anomalies)
  checkCopy(history, anomalies)
  return anomalies
}

/** Where each value is in the log, by topic and value. */
function readsOf(history: readonly Op[], { duplicate, conflict }: Anomalies) {
  const places = new Map<string, string>()
  const values = new Map<string, string>()
  const finals = new Set<string>()
  for (const op of history) {
    if (op.f !== 'poll' && op.f !== 'final') continue
    for (const [topic, partition, offset, value] of op.reads) {
      const place = `${topic}-${partition}@${offset}`
      const name = `${topic} ${value}`
      if (op.f === 'final') finals.add(name)
      if ((values.get(place) ?? value) !== value) conflict.push(`${place} is ${values.get(place)} and ${value}`)
      if ((places.get(name) ?? place) !== place) duplicate.push(`${name} is at ${places.get(name)} and at ${place}`)
      values.set(place, value)
      places.set(name, place)
    }
  }
  return { places, finals }
}

function checkWrites(
  history: readonly Op[],
  { places, finals }: { places: ReadonlyMap<string, string>; finals: ReadonlySet<string> },
  { lost, abortedRead, unsent, torn }: Anomalies,
): void {
  const sent = new Set<string>()
  const name = ({ topic, value }: Write) => `${topic} ${value}`
  for (const op of history) {
    if (op.f !== 'send' && op.f !== 'txn') continue
    const writes = op.f === 'send' ? [op.write] : op.writes
    for (const write of writes) sent.add(name(write))
    if (op.type === 'ok')
      for (const write of writes) {
        if (!finals.has(name(write))) lost.push(`${name(write)}, acknowledged to ${op.who} at ${op.at} as ${at(write)}`)
        else if (write.offset !== undefined && places.get(name(write)) !== at(write))
          lost.push(`${name(write)} was acknowledged as ${at(write)}, and is at ${places.get(name(write))}`)
      }
    if (op.type === 'fail')
      for (const write of writes)
        if (places.has(name(write))) abortedRead.push(`${name(write)} of ${op.who} at ${op.at}`)
    if (op.type === 'info' && op.f === 'txn') {
      // Only what was acknowledged is known to be in it.
      const known = writes.filter(({ offset }) => offset !== undefined)
      const seen = known.filter(write => finals.has(name(write)))
      if (seen.length > 0 && seen.length < known.length)
        torn.push(`${op.who} at ${op.at}: ${seen.map(name)} of ${known.map(name)}`)
    }
  }
  for (const read of places.keys()) if (!sent.has(read)) unsent.push(read)
}

function checkPolls(history: readonly Op[], { pollBack }: Anomalies): void {
  const last = new Map<string, number>()
  for (const op of history) {
    if (op.f !== 'poll') continue
    for (const [topic, partition, offset] of op.reads) {
      const key = `${op.who} in session ${op.session}: ${topic}-${partition}`
      const before = last.get(key)
      if (before !== undefined && offset <= before) pollBack.push(`${key}: ${offset} after ${before}`)
      last.set(key, offset)
    }
  }
}

/** In the order in which a producer began its writes. */
function checkSends(history: readonly Op[], { sendBack }: Anomalies): void {
  const last = new Map<string, Write>()
  const follow = (who: string, write: Write) => {
    if (write.offset === undefined) return
    const key = `${who} ${write.topic}-${write.partition}`
    const before = last.get(key)
    if (before && write.offset <= before.offset!)
      sendBack.push(`${who}: ${write.value} at ${at(write)}, after ${before.value} at ${at(before)}`)
    last.set(key, write)
  }
  const begun = new Map<string, Write[]>()
  for (const op of history) {
    if (op.f === 'send' && op.type === 'invoke') begun.set(op.who, [...(begun.get(op.who) ?? []), op.write])
    if (op.f === 'txn' && op.type !== 'invoke') for (const write of op.writes) follow(op.who, write)
  }
  const acknowledged = new Map<string, Write>()
  for (const op of history)
    if (op.f === 'send' && op.type === 'ok') acknowledged.set(`${op.write.topic} ${op.write.value}`, op.write)
  for (const [who, writes] of begun)
    for (const { topic, value } of writes) {
      const write = acknowledged.get(`${topic} ${value}`)
      if (write) follow(who, write)
    }
}

/** Reading, writing and the offset are one: what is behind the offset was copied once, and nothing else was. */
function checkCopy(history: readonly Op[], { copy }: Anomalies): void {
  const committed = history.find(op => op.f === 'committed')
  if (!committed) return
  const offsets = new Map(committed.offsets)
  const final = history.filter(op => op.f === 'final').flatMap(({ reads }) => reads)
  const copies = new Set(final.filter(([topic]) => topic === COPY).map(([, , , value]) => value))
  for (const [topic, partition, offset, value] of final) {
    if (topic !== SOURCE) continue
    const behind = offset < (offsets.get(partition) ?? 0)
    if (behind && !copies.has(value)) copy.push(`${value} at ${topic}-${partition}@${offset} was not copied`)
    if (!behind && copies.has(value))
      copy.push(`${value} at ${topic}-${partition}@${offset} was copied, and is not committed`)
  }
}
