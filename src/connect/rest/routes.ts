/** Every endpoint: method, path, what is done. Source: Kafka 4.3 `connect.runtime.rest.resources`. */
import { badRequest, notFound, RestError } from '../errors.ts'
import type { ConnectorOffset } from '../herder/offsets.ts'
import type { TargetState } from '../runtime/states.ts'
import { KAFKA_VERSION } from '../version.ts'
import { internalRoutes } from './internal.ts'
import { isLevel } from './log-levels.ts'
import { pluginRoutes } from './plugin-routes.ts'
import {
  type Answer,
  jsonOf,
  nothing,
  objectOf,
  ok,
  type RestContext,
  type RestRequest,
  type Route,
  settingsOf,
  textOf,
} from './types.ts'

/** No source is built from: there is none of Kafka's commits. */
const COMMIT = 'unknown'

const rootRoutes: readonly Route[] = [
  ['GET', '/', ({ herder }) => ok({ version: KAFKA_VERSION, commit: COMMIT, kafka_cluster_id: herder.clusterId })],
  [
    'GET',
    '/health',
    async ({ herder }) => {
      const waiting = herder.starting
      if (waiting !== undefined)
        return { status: 503, body: { status: 'starting', message: `Worker is still starting up. ${waiting}` } }
      const problem = await herder.problem()
      if (problem !== undefined)
        return {
          status: 500,
          body: {
            status: 'unhealthy',
            message: `Worker was unable to handle this request and may be unable to handle other requests. ${problem}`,
          },
        }
      return ok({ status: 'healthy', message: 'Worker has completed startup and is ready to handle requests.' })
    },
  ],
]

/** The name in the settings must be that of the path. */
function named(name: string, config: Record<string, string | null>): Record<string, string | null> {
  const given = config['name']
  if (given == null) return { ...config, name }
  if (given === name) return config
  throw badRequest(`Connector name configuration (${given}) doesn't match connector name in the URL (${name})`)
}

const targets: Readonly<Record<string, TargetState>> = { RUNNING: 'STARTED', PAUSED: 'PAUSED', STOPPED: 'STOPPED' }

const created = (base: string, name: string, body: unknown): Answer => ({
  status: 201,
  body,
  headers: { location: `${base}/connectors/${encodeURIComponent(name)}` },
})

async function create({ herder }: RestContext, { body, base }: RestRequest): Promise<Answer> {
  const request = objectOf(jsonOf(body))
  for (const key of Object.keys(request))
    if (!['name', 'config', 'initial_state'].includes(key))
      throw new RestError(500, `Unrecognized field "${key}": there are "config", "name" and "initial_state"`)
  const name = textOf(request['name'] ?? '', 'The "name"').trim()
  if (request['config'] == null) throw new RestError(500, 'The request has no "config"')
  const state = request['initial_state']
  const target = state == null ? undefined : targets[String(state).toUpperCase()]
  if (state != null && !target)
    throw new RestError(500, `initial_state ${JSON.stringify(state)} is none of RUNNING, PAUSED and STOPPED`)
  const config = named(name, settingsOf(request['config'], 'The "config"'))
  const { info } = await herder.putConfig(name, config, { replace: false, ...(target && { target }) })
  return created(base, name, info)
}

async function put({ herder }: RestContext, { params, body, base }: RestRequest): Promise<Answer> {
  const name = params['name']!
  const result = await herder.putConfig(name, named(name, settingsOf(jsonOf(body))), { replace: true })
  return result.created ? created(base, name, result.info) : ok(result.info)
}

function list({ herder }: RestContext, { query }: RestRequest): Answer {
  if (!query.has('expand')) return ok(herder.connectors())
  const kinds = new Set(query.getAll('expand'))
  const rows: [string, Record<string, unknown>][] = []
  for (const name of herder.connectors())
    try {
      rows.push([
        name,
        {
          ...(kinds.has('info') && { info: herder.info(name) }),
          ...(kinds.has('status') && { status: herder.status(name) }),
        },
      ])
    } catch (error) {
      // Gone meanwhile, or not there yet.
      if (!(error instanceof RestError && error.status === 404)) throw error
    }
  return ok(Object.fromEntries(rows))
}

const setTarget =
  (target: TargetState): Route[2] =>
  async ({ herder }, { params }) => {
    await herder.setTarget(params['name']!, target)
    return nothing(target === 'STOPPED' ? 204 : 202)
  }

const flag = (query: URLSearchParams, name: string) => query.get(name)?.toLowerCase() === 'true'

async function restart({ herder }: RestContext, { params, query }: RestRequest): Promise<Answer> {
  const connector = params['name']!
  const onlyFailed = flag(query, 'onlyFailed')
  const includeTasks = flag(query, 'includeTasks')
  if (!onlyFailed && !includeTasks) {
    await herder.restartConnector(connector)
    return nothing(204)
  }
  const state = await herder.restart({ connector, onlyFailed, includeTasks })
  if (!state) throw notFound(`Unknown connector: ${connector}`)
  return { status: 202, body: state }
}

const offsetsOf = (body: Buffer): ConnectorOffset[] => {
  const { offsets } = objectOf(jsonOf(body))
  if (!Array.isArray(offsets) || offsets.length === 0)
    throw badRequest('Partitions / offsets need to be provided for an alter offsets request')
  return offsets.map(each => {
    const { partition = null, offset = null } = objectOf(each, 'An element of "offsets"')
    return { partition, offset } as ConnectorOffset
  })
}

const taskOf = ({ params }: RestRequest) => {
  if (!/^\d{1,9}$/.test(params['task']!)) throw notFound('HTTP 404 Not Found')
  return { connector: params['name']!, task: Number(params['task']) }
}

const demandTracking = (
  { herder }: RestContext,
  setting: 'topic.tracking.enable' | 'topic.tracking.allow.reset',
  message: string,
) => {
  if (!herder.settings.config[setting]) throw new RestError(403, message)
}

const connectorRoutes: readonly Route[] = [
  ['GET', '/connectors', list],
  ['POST', '/connectors', create],
  ['GET', '/connectors/:name', ({ herder }, { params }) => ok(herder.info(params['name']!))],
  [
    'DELETE',
    '/connectors/:name',
    async ({ herder }, { params }) => {
      await herder.deleteConnector(params['name']!)
      return nothing(204)
    },
  ],
  ['GET', '/connectors/:name/config', ({ herder }, { params }) => ok(herder.info(params['name']!).config)],
  ['PUT', '/connectors/:name/config', put],
  [
    'PATCH',
    '/connectors/:name/config',
    async ({ herder }, { params, body }) => {
      const { info } = await herder.patchConfig(params['name']!, settingsOf(jsonOf(body)))
      return ok(info)
    },
  ],
  ['GET', '/connectors/:name/status', ({ herder }, { params }) => ok(herder.status(params['name']!))],
  ['GET', '/connectors/:name/tasks', ({ herder }, { params }) => ok(herder.tasks(params['name']!))],
  ['GET', '/connectors/:name/tasks/:task/status', ({ herder }, request) => ok(herder.taskStatus(taskOf(request)))],
  [
    'POST',
    '/connectors/:name/tasks/:task/restart',
    async ({ herder }, request) => {
      await herder.restartTask(taskOf(request))
      return nothing(204)
    },
  ],
  ['POST', '/connectors/:name/restart', restart],
  ['PUT', '/connectors/:name/pause', setTarget('PAUSED')],
  ['PUT', '/connectors/:name/resume', setTarget('STARTED')],
  ['PUT', '/connectors/:name/stop', setTarget('STOPPED')],
  [
    'GET',
    '/connectors/:name/topics',
    (context, { params }) => {
      demandTracking(context, 'topic.tracking.enable', 'Topic tracking is disabled.')
      const name = params['name']!
      return ok({ [name]: { topics: context.herder.activeTopics(name) } })
    },
  ],
  [
    'PUT',
    '/connectors/:name/topics/reset',
    (context, { params }) => {
      demandTracking(context, 'topic.tracking.enable', 'Topic tracking is disabled.')
      demandTracking(context, 'topic.tracking.allow.reset', 'Topic tracking reset is disabled.')
      context.herder.resetTopics(params['name']!)
      return nothing(202)
    },
  ],
  ['GET', '/connectors/:name/offsets', async ({ herder }, { params }) => ok(await herder.offsets(params['name']!))],
  [
    'PATCH',
    '/connectors/:name/offsets',
    async ({ herder }, { params, body }) =>
      ok({ message: await herder.changeOffsets(params['name']!, offsetsOf(body)) }),
  ],
  [
    'DELETE',
    '/connectors/:name/offsets',
    async ({ herder }, { params }) => ok({ message: await herder.changeOffsets(params['name']!, null) }),
  ],
]

export const adminRoutes: readonly Route[] = [
  ['GET', '/admin/loggers', ({ levels }) => ok(levels.all())],
  [
    'GET',
    '/admin/loggers/:logger',
    ({ levels }, { params }) => {
      const level = levels.get(params['logger']!)
      if (!level) throw notFound(`Logger ${params['logger']} not found.`)
      return ok(level)
    },
  ],
  [
    'PUT',
    '/admin/loggers/:logger',
    async ({ levels, herder }, { params, body, query }) => {
      const { level } = objectOf(jsonOf(body))
      if (level == null) throw badRequest("Desired 'level' parameter was not specified in request.")
      if (!isLevel(String(level))) throw notFound(`invalid log level '${level}'.`)
      const logger = params['logger']!
      if (query.get('scope')?.toLowerCase() === 'cluster') {
        await herder.setClusterLogLevel(logger, String(level).toUpperCase())
        return nothing(204)
      }
      return ok(levels.set(logger, String(level)))
    },
  ],
]

export const routes: readonly Route[] = [...rootRoutes, ...connectorRoutes, ...pluginRoutes, ...internalRoutes]
