/** All chapters of a directory's life, one after the other. */
import { Admin } from '../../../src/client/admin/admin.ts'
import { groups } from './groups.ts'
import { records } from './records.ts'
import { settings } from './settings.ts'
import { tables } from './tables.ts'
import { transactions } from './transactions.ts'
import type { Chapter, World } from './world.ts'

const chapters = { records, tables, transactions, groups, settings }

/** By chapter; JSON. */
export type Memories = Record<string, object>

/** Settings that a server lives with: what is due is done soon. */
export const lifeSettings = {
  'log.cleaner.backoff.ms': '200',
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': '200',
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:ANONYMOUS',
} as const

const each = async (
  memories: Memories,
  work: (chapter: Chapter<object>, memory: object, name: string) => Promise<void>,
) => {
  for (const [name, chapter] of Object.entries(chapters))
    try {
      await work(chapter as unknown as Chapter<object>, memories[name]!, name)
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`, { cause: error })
    }
}

async function inWorld(address: string, more: Omit<World, 'address' | 'admin'>, work: (world: World) => Promise<void>) {
  await using admin = await Admin.connect(address)
  await work({ address, admin, ...more })
}

/** Find what earlier stages have written. @throws with the chapter's name */
export const remember = (address: string, memories: Memories, more: Omit<World, 'address' | 'admin'>) =>
  inWorld(address, more, world => each(memories, (chapter, memory) => chapter.remembered(world, memory)))

/** Write more; at stage 0 into a new directory. */
export const liveOn = (address: string, memories: Memories, more: Omit<World, 'address' | 'admin'>) =>
  inWorld(address, more, async world => {
    if (world.stage === 0)
      await each(memories, async (chapter, _, name) => {
        memories[name] = await chapter.begin(world)
      })
    await each(memories, (chapter, memory) => chapter.goOn(world, memory))
    await each(memories, async (chapter, memory) => chapter.beforeStop?.(world, memory))
  })
