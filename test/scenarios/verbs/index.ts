/** Everything that a play can say. A file a subject; a verb takes its arguments and the world, and says lines. */
import type { Args } from '../args.ts'
import type { World } from '../world.ts'
import { broker } from './broker.ts'
import { classic } from './classic.ts'
import { connect } from './connect.ts'
import { consumer } from './consumer.ts'
import { groups } from './groups.ts'
import { topics } from './topics.ts'
import { transactions } from './transactions.ts'
import { view } from './view.ts'

type Said = readonly string[] | string | undefined
// biome-ignore lint/suspicious/noConfusingVoidType: a verb may have nothing to say
export type Verb = (args: Args, world: World) => Promise<Said | void> | Said | void
export type Verbs = Readonly<Record<string, Verb>>

export const verbs: Verbs = {
  ...broker,
  ...topics,
  ...classic,
  ...consumer,
  ...connect,
  ...groups,
  ...transactions,
  ...view,
}
