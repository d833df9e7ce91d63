/** A command by its entry in the table. For tests and completion: the launcher opens a bundle instead. */
import type { AnyTool } from '../src/cli/tool.ts'
import type { Entry } from './index.ts'

export async function load({ name }: Entry): Promise<AnyTool> {
  const module = (await import(new URL(`./${name}.ts`, import.meta.url).href)) as Record<string, AnyTool>
  return module[exportOf(name)]!
}

/** `console-producer` is exported as consoleProducer. */
export const exportOf = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
