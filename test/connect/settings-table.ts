/** The settings of the shipped connectors, as README.md has them: a table each, from their definitions. */
import { formatAs } from '../../src/config/define.ts'
import type { Connector } from '../../src/connect/plugin.ts'
import { shipped } from '../../src/connect/plugins/shipped.ts'

/** By the name that people type. */
export const connectors: ReadonlyMap<string, Connector> = new Map(
  shipped.flatMap(({ class: name, plugin }) =>
    plugin.kind === 'source' || plugin.kind === 'sink'
      ? [[name.slice(name.lastIndexOf('.') + 1).replace(/Connector$/, ''), plugin as Connector]]
      : [],
  ),
)

export function settingsTable({ config }: Connector): string {
  const rows = Object.entries(config)
    .filter(([, { internal }]) => !internal)
    .map(([name, setting]) => {
      const given = setting.default === undefined ? 'must be given' : formatAs(setting, setting.default as never)
      const shown = given === null || given === '' ? '' : setting.default === undefined ? given : `\`${given}\``
      return `| \`${name}\` | ${setting.type} | ${shown} | ${(setting.doc ?? '').replaceAll('|', '\\|')} |`
    })
  return ['| setting | type | default | |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

const below = (name: string) => new RegExp(`(^### ${name}$[^|]*?\\n)((?:\\|.*\\n)+)`, 'm')

/** In a README: what stands below the heading of each connector, up to the line behind its table. */
export const tableIn = (readme: string, name: string): string | undefined => below(name).exec(readme)?.[2]?.trimEnd()

export const withTable = (readme: string, name: string, table: string): string =>
  readme.replace(below(name), (_, heading: string) => `${heading}${table}\n`)
