/** /connector-plugins: which plugins there are, their settings, and whether settings can be. */
import { badRequest } from '../errors.ts'
import type { PluginKind } from '../plugin.ts'
import type { Entry } from '../plugins/registry.ts'
import { jsonOf, ok, type Route, settingsOf } from './types.ts'

/** In the order in which they are listed. */
const listed: readonly PluginKind[] = ['sink', 'source', 'transformation', 'predicate', 'converter', 'header_converter']

interface Row {
  class: string
  type: string
  version: string
}

function rowsOf(entries: readonly Entry[], kinds: readonly PluginKind[]): Row[] {
  return kinds.flatMap(kind =>
    entries
      .filter(({ plugin }) => plugin.kind === kind || (kind === 'header_converter' && 'forHeaders' in plugin))
      .map(entry => ({ class: entry.class, type: kind as string, version: entry.plugin.version }))
      .sort((a, b) => (a.class < b.class ? -1 : 1)),
  )
}

const bare = (name: string) => name.replace(/Connector$/, '')

export const pluginRoutes: readonly Route[] = [
  [
    'GET',
    '/connector-plugins',
    ({ herder }, { query }) =>
      ok(
        rowsOf(
          herder.plugins.entries,
          query.get('connectorsOnly')?.toLowerCase() === 'false' ? listed : ['sink', 'source'],
        ),
      ),
  ],
  ['GET', '/connector-plugins/:plugin/config', ({ herder }, { params }) => ok(herder.pluginConfig(params['plugin']!))],
  [
    'PUT',
    '/connector-plugins/:plugin/config/validate',
    async ({ herder }, { params, body }) => {
      const config = settingsOf(jsonOf(body))
      const [plugin, included] = [params['plugin']!, config['connector.class']]
      if (included != null && !bare(included).endsWith(bare(plugin)))
        throw badRequest(`Included connector type ${included} does not match request type ${plugin}`)
      return ok(await herder.validate(config))
    },
  ],
]
