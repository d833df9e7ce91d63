/**
 * What a decision wants of the world. Decisions touch nothing else: the coordinator hands them the real thing, a
 * simulation hands them one that a seed repeats.
 */
import type { KafkaError } from '../protocol/errors.ts'
import type { GroupRecord } from './records.ts'

export interface Effects {
  /** Wall clock, in milliseconds. */
  now(): number
  /**
   * Append `records` as one batch to the group's partition, fold them into the view, and call `written` when they are in
   * the file: nothing may be answered before. On an error nothing was appended and nothing was folded.
   */
  append(records: readonly GroupRecord[], written: (error?: KafkaError) => void): void
  /** Call `fn` once, after `delayMs`. A timer of the same name in the same group is replaced. */
  schedule(name: string, delayMs: number, fn: () => void): void
  cancel(name: string): void
  /** A fresh member id: `prefix`, a dash, and what nobody can guess. */
  newMemberId(prefix: string): string
  info(message: string): void
}

/** Who asks, as Kafka shows it in DescribeGroups. */
export interface Caller {
  clientId: string
  /** With a leading slash, as Java prints an address: `/127.0.0.1`. */
  clientHost: string
  apiVersion: number
}
