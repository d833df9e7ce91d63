/** `consumer-groups --reset-offsets`: where groups go, said, exported or done. Source: Kafka 4.3 `ConsumerGroupCommand`. */
import fs from 'node:fs'
import path from 'node:path'
import { alterGroupOffsets } from '../../client/admin/group-offsets.ts'
import { describeGroups } from '../../client/admin/groups.ts'
import { unwrap } from '../../client/admin/results.ts'
import type { Cluster } from '../../client/cluster.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { row, widest } from '../columns.ts'
import { Refusal } from '../executing.ts'
import type { Io } from '../io.ts'
import { javaMessage } from '../java-exceptions.ts'
import { hashMapOrder } from '../java-order.ts'
import { printJson } from '../json.ts'
import { withProgress } from '../progress.ts'
import { csvLine, type NewOffset, type Plan, parsePlan } from './plan.ts'
import { newOffsets, type Reset } from './scenarios.ts'

export interface ResetOptions extends Reset {
  readonly fromFile: string | undefined
  readonly execute: boolean
  readonly export: boolean
  readonly json: boolean
  readonly group: readonly string[]
}

/** @param ids the groups, those of --group or all there are */
export async function reset(cluster: Cluster, ids: readonly string[], options: ResetOptions, io: Io): Promise<void> {
  const plan =
    options.fromFile === undefined
      ? undefined
      : parsePlan(contents(options.fromFile, io), options.group, options.fromFile)
  const found = hashMapOrder([...(await describeGroups(cluster, ids))], ([id]) => id)
  const moved: { group: string; offsets: NewOffset[] }[] = []
  for (const [group, description] of found) {
    if (description instanceof KafkaError && description.name !== 'GROUP_ID_NOT_FOUND') throw description
    const state = description instanceof KafkaError ? 'Dead' : description.state
    const idle = state === 'Empty' || state === 'Dead'
    if (!idle) {
      const why = `Assignments can only be reset if the group '${group}' is inactive, but the current state is ${state}.`
      if (options.json) throw new Refusal(why)
      io.print(`\nError: ${why}`)
    }
    const move = () => moveTo(cluster, group, options, plan, io)
    const offsets = idle ? await withProgress(io, `Moving the offsets of ${group}`, move) : []
    moved.push({ group, offsets })
  }
  if (options.json) printJson(io, { executed: options.execute, groups: moved })
  else if (options.export) printPlan(moved, options.group.length === 1, io)
  else printMoved(moved, io)
}

function contents(file: string, io: Io): string {
  try {
    return fs.readFileSync(path.resolve(io.cwd, file), 'utf8')
  } catch (error) {
    throw new Refusal(`java.io.IOException: Unable to read file ${file}`, { cause: error })
  }
}

async function moveTo(
  cluster: Cluster,
  group: string,
  options: ResetOptions,
  plan: Plan | undefined,
  io: Io,
): Promise<NewOffset[]> {
  try {
    const offsets = await newOffsets(cluster, group, options, plan, io)
    if (options.execute && offsets.length > 0) unwrap(await alterGroupOffsets(cluster, group, offsets))
    return offsets
  } catch (error) {
    throw error instanceof KafkaError ? new Refusal(javaMessage(error)) : error
  }
}

function printPlan(moved: readonly { group: string; offsets: readonly NewOffset[] }[], alone: boolean, io: Io): void {
  for (const { group, offsets } of moved)
    for (const { topic, partition, offset } of offsets)
      io.print(csvLine(alone ? [topic, partition, offset] : [group, topic, partition, offset]))
  io.print()
}

function printMoved(moved: readonly { group: string; offsets: readonly NewOffset[] }[], io: Io): void {
  const widths = [
    widest(
      15,
      moved.map(({ group }) => group),
    ),
    widest(
      15,
      moved.flatMap(({ offsets }) => offsets.map(({ topic }) => topic)),
    ),
    10,
  ]
  io.print()
  if (moved.length > 0) io.print(row(widths, ['GROUP', 'TOPIC', 'PARTITION', 'NEW-OFFSET']))
  for (const { group, offsets } of moved)
    for (const { topic, partition, offset } of offsets) io.print(row(widths, [group, topic, partition, offset]))
}
