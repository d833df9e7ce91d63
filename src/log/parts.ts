/**
 * What an open log is made of, each part told of the others that it needs: partition-log.ts puts them to use. They lie in
 * one directory; a log that is moved to another directory gets other parts, and stays the same log for those who hold it.
 */
import type { Offset } from '../protocol/types.ts'
import { Appender } from './appender.ts'
import { checkEpochs } from './epoch-check.ts'
import type { Epochs } from './epochs.ts'
import { load, type PartitionLogOptions } from './load.ts'
import { LogStart } from './log-start.ts'
import type { Producers } from './producers.ts'
import { LogReader } from './reader.ts'
import { SegmentList } from './segment-list.ts'
import { Writer } from './writer.ts'

export interface Parts {
  readonly segments: SegmentList
  readonly epochs: Epochs
  readonly producers: Producers
  readonly appender: Appender
  readonly writer: Writer
  readonly reader: LogReader
  /** The leader epochs, compared with the batches the first time that somebody asks. */
  readonly checkedEpochs: () => Epochs
  readonly start: LogStart
  /** As far as a clean stop has saved what is beside the batches; undefined: not at all. */
  readonly savedOffset: Offset | undefined
}

/** @throws {CorruptLogError} */
export function openParts(options: PartitionLogOptions): Parts {
  const { topic, partition } = options
  const { segments: list, epochs, producers, logStartOffset, endOffset, recoveryPoint, saved } = load(options)
  const name = `${topic}-${partition}`
  const reader = new LogReader(list)
  const writer = new Writer({
    ...options,
    name,
    segments: list,
    epochs,
    endOffset,
    recoveryPoint,
    onInFile: () => producers.written(),
    onWritten: offset => producers.settled(offset),
    onBroken: (offset, error) => {
      producers.undo(offset)
      options.onFailed?.(error)
    },
  })
  const { attempt } = writer
  const segments = new SegmentList(list, { ...options, attempt, onChanged: () => reader.forget() })
  const start = new LogStart(logStartOffset, { name, segments, epochs, writer })
  const appender = new Appender({
    ...options,
    name,
    segments,
    epochs,
    producers,
    writer,
    logStartOffset: () => start.offset,
  })
  let isChecked = false
  const checkedEpochs = () => {
    if (!isChecked) checkEpochs(epochs, list, options.logger)
    isChecked = true
    return epochs
  }
  const savedOffset = saved ? endOffset : undefined
  return { segments, epochs, checkedEpochs, producers, appender, writer, reader, start, savedOffset }
}
