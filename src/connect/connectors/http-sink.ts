/**
 * HttpSink: each record, or batches of them, as a request. At least once; records of a partition in order.
 *
 *   2xx                                  done
 *   no answer, 408, 425, 429, 5xx        sent again: after Retry-After, or longer and longer waits; then the task fails
 *   401, 403, 407, 3xx                   the task fails: no record is to blame
 *   other 4xx                            given up, as errors.tolerance and the dead letter queue say; a batch is cut in halves first
 *
 * While it waits, the task stays in its group: the worker brings the same records again, and what was sent is passed over.
 * Not here: client certificates (NODE_EXTRA_CA_CERTS is Node's), OAuth.
 */
import { MINUTES } from '../../lib/units.ts'
import { ConnectError, DataError, RetriableError } from '../errors.ts'
import { type SinkRecord, type SinkTask, type SinkTaskContext, sinkConnector, type TopicPartition } from '../plugin.ts'
import { CONNECTORS_VERSION } from '../version.ts'
import { type Batch, type Outcome, Requests } from './http/request.ts'
import { type HttpConfig, httpSettings, validateHttp } from './http/settings.ts'
import { filled } from './http/template.ts'

export const HttpSink = sinkConnector({
  class: 'HttpSinkConnector',
  version: CONNECTORS_VERSION,
  config: httpSettings,
  validate: validateHttp,
  alterOffsets: () => true,
  start: (_config, _context, given) => ({
    taskConfigs: maxTasks => Array.from({ length: maxTasks }, () => given),
  }),
  task: (config, context) => new HttpTask(config, context),
})

/** Whoever does not poll for long is put out of the group. */
const PUT_MS = 1 * MINUTES

interface Unsendable {
  readonly record: SinkRecord
  readonly problem: string
}

interface Later {
  readonly message: string
  readonly afterMs: number
}

class HttpTask implements SinkTask {
  readonly #config: HttpConfig
  readonly #context: SinkTaskContext
  readonly #requests: Requests
  /** Of a `put` that is to be repeated: what was sent, by partition. */
  readonly #done = new Map<string, number>()
  readonly #attempts = new Map<string, number>()
  /** The worker brings records again when it commits, too: they wait on. */
  readonly #waits = new Map<string, Later & { readonly until: number }>()

  constructor(config: HttpConfig, context: SinkTaskContext) {
    this.#config = config
    this.#context = context
    this.#requests = new Requests(config)
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    const lanes = [...this.#lanes(records)]
    const later: Later[] = []
    const errors: unknown[] = []
    const until = Date.now() + PUT_MS
    const work = async () => {
      for (let lane = lanes.shift(); lane; lane = lanes.shift())
        try {
          const wait = await this.#sendLane(...lane, until)
          if (wait) later.push(wait)
        } catch (error) {
          errors.push(error)
        }
    }
    await Promise.all(Array.from({ length: this.#config['max.in.flight'] }, work))
    if (errors.length > 0) throw errors[0]
    if (later.length === 0) {
      this.#done.clear()
      return
    }
    this.#context.timeout(Math.max(1, ...later.map(({ afterMs }) => afterMs)))
    throw new RetriableError(later[0]!.message)
  }

  /** By partition, without what was sent before. */
  #lanes(records: readonly SinkRecord[]): Map<string, SinkRecord[]> {
    const lanes = new Map<string, SinkRecord[]>()
    for (const record of records) {
      const key = `${record.originalTopic}-${record.originalPartition}`
      if (record.originalOffset < (this.#done.get(key) ?? -1)) continue
      const lane = lanes.get(key)
      if (lane) lane.push(record)
      else lanes.set(key, [record])
    }
    return lanes
  }

  async #sendLane(key: string, records: readonly SinkRecord[], until: number): Promise<Later | undefined> {
    const wait = this.#waits.get(key)
    if (wait && wait.until > Date.now()) return { message: wait.message, afterMs: wait.until - Date.now() }
    for (const step of this.#steps(records)) {
      if (this.#context.signal.aborted) return { message: 'The task is to stop', afterMs: 0 }
      if (Date.now() > until)
        return { message: 'It takes long, and the worker has other things to do in between', afterMs: 0 }
      const later = 'problem' in step ? await this.#giveUp(step.record, step.problem) : await this.#send(key, step)
      if (later) return later
      this.#attempts.delete(key)
      this.#waits.delete(key)
      const last = 'problem' in step ? step.record : step.records.at(-1)!
      this.#done.set(key, last.originalOffset + 1)
    }
    return undefined
  }

  async #send(key: string, batch: Batch): Promise<Later | undefined> {
    const outcome = await this.#requests.send(batch).catch((error: unknown): Outcome => {
      if (error instanceof DataError) return { kind: 'refused', message: error.message }
      throw error
    })
    if (outcome.kind === 'done') return undefined
    if (outcome.kind === 'later') return this.#later(key, outcome.message, outcome.afterMs)
    const { records } = batch
    if (records.length === 1) return this.#giveUp(records[0]!, outcome.message)
    // One of them is to blame, or there are too many: halves tell.
    const half = Math.ceil(records.length / 2)
    for (const part of [records.slice(0, half), records.slice(half)]) {
      const later = await this.#send(key, { ...batch, records: part })
      if (later) return later
      this.#done.set(key, part.at(-1)!.originalOffset + 1)
    }
    return undefined
  }

  #later(key: string, message: string, afterMs: number | undefined): Later {
    const { 'max.retries': retries, 'retry.backoff.ms': firstMs, 'retry.backoff.max.ms': longestMs } = this.#config
    const attempt = this.#attempts.get(key) ?? 0
    if (retries >= 0 && attempt >= retries)
      throw new ConnectError(`${message}. It was tried ${attempt + 1} times: see max.retries`)
    this.#attempts.set(key, attempt + 1)
    const later = { message, afterMs: afterMs ?? Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 30)) }
    this.#waits.set(key, { ...later, until: Date.now() + later.afterMs })
    return later
  }

  /** Records that follow one another and go to one address; and, where they are, those that cannot be sent. */
  #steps(records: readonly SinkRecord[]): (Batch | Unsendable)[] {
    const { 'batch.format': format, 'batch.max.records': max } = this.#config
    const steps: ((Batch & { records: SinkRecord[] }) | Unsendable)[] = []
    for (const record of records) {
      const where = this.#target(record)
      if (!where) continue
      if ('problem' in where) {
        steps.push({ record, ...where })
        continue
      }
      const last = steps.at(-1)
      const isOpen = last && 'records' in last && format !== 'none' && last.records.length < max
      if (isOpen && last.url === where.url && last.method === where.method) last.records.push(record)
      else steps.push({ ...where, records: [record] })
    }
    return steps
  }

  /** @returns undefined for a record that is passed over */
  #target(record: SinkRecord): { url: string; method: string } | { problem: string } | undefined {
    const { 'http.url': url, 'http.method': method, 'null.values': nulls } = this.#config
    const isNull = record.value === null
    if (isNull && nulls === 'ignore') return undefined
    if (isNull && nulls === 'fail') return { problem: 'It has no value. null.values=ignore passes such records over' }
    try {
      return { url: filled(url, record, encodeURIComponent), method: isNull ? 'DELETE' : method }
    } catch (error) {
      return { problem: (error as Error).message }
    }
  }

  async #giveUp(record: SinkRecord, why: string): Promise<undefined> {
    const { originalTopic, originalPartition, originalOffset } = record
    const error = new DataError(`Record ${originalTopic}-${originalPartition} at offset ${originalOffset}: ${why}`)
    if (!this.#context.report) throw error
    await this.#context.report(record, error)
    return undefined
  }

  close(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) {
      for (const state of [this.#done, this.#attempts, this.#waits]) state.delete(`${topic}-${partition}`)
    }
  }
}
