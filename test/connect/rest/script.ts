/**
 * What a REST client says to a worker, in order. Run against Apache Kafka's workers it gives facts (fixtures/connect/rest-*.jsonl.gz);
 * the tests beside this file say the same to ours.
 *
 * node --import tsx test/connect/rest/script.ts http://127.0.0.1:8083 /tmp/dir | gzip -9n > fixtures/connect/rest-standalone.jsonl.gz
 *
 * A worker of a group does things a while later: a third word, milliseconds, is waited for between two steps.
 */
export interface Step {
  name: string
  method: string
  path: string
  /** A text goes as it is. */
  body?: unknown
  headers?: Record<string, string>
  /** Ask again until the answer contains this. */
  until?: string
}

export interface Said {
  status: number
  type: string | null
  location: string | null
  allow: string | null
  body: unknown
}

const SOURCE = 'org.apache.kafka.connect.file.FileStreamSourceConnector'
const SINK = 'org.apache.kafka.connect.file.FileStreamSinkConnector'
const VALIDATE = '/connector-plugins/FileStreamSource/config/validate'
const source = (dir: string, more: Record<string, unknown> = {}) => ({
  'connector.class': 'FileStreamSource',
  'tasks.max': '1',
  file: `${dir}/in.txt`,
  topic: 'rest-lines',
  ...more,
})
const OFFSET = { partition: { filename: '$DIR/in.txt' }, offset: { position: 4 } }

export const steps = (dir: string): Step[] => [
  { name: 'root', method: 'GET', path: '/' },
  { name: 'health', method: 'GET', path: '/health' },
  { name: 'no connectors', method: 'GET', path: '/connectors' },
  { name: 'no connectors, expanded', method: 'GET', path: '/connectors?expand=status&expand=info' },
  { name: 'plugins', method: 'GET', path: '/connector-plugins' },
  { name: 'all plugins', method: 'GET', path: '/connector-plugins?connectorsOnly=false' },
  { name: 'config of a source', method: 'GET', path: '/connector-plugins/FileStreamSource/config' },
  { name: 'config of a sink', method: 'GET', path: `/connector-plugins/${SINK}/config` },
  {
    name: 'config of a converter',
    method: 'GET',
    path: '/connector-plugins/org.apache.kafka.connect.json.JsonConverter/config',
  },
  { name: 'config of a transform', method: 'GET', path: '/connector-plugins/InsertField$Value/config' },
  { name: 'config of nothing', method: 'GET', path: '/connector-plugins/Nope/config' },
  { name: 'validate: fine', method: 'PUT', path: VALIDATE, body: source(dir, { name: 'x' }) },
  { name: 'validate: empty', method: 'PUT', path: VALIDATE, body: { 'connector.class': SOURCE } },
  { name: 'validate: no class', method: 'PUT', path: VALIDATE, body: { topic: 't' } },
  { name: 'validate: another class', method: 'PUT', path: VALIDATE, body: { 'connector.class': SINK, name: 'x' } },
  {
    name: 'validate: wrong values',
    method: 'PUT',
    path: VALIDATE,
    body: source(dir, {
      name: 'x',
      'tasks.max': '0',
      'batch.size': 'many',
      'errors.tolerance': 'some',
      'key.converter': 'Nope',
      'errors.log.enable': 'maybe',
      'transaction.boundary': 'sometimes',
      topic: '',
    }),
  },
  {
    name: 'validate: transforms',
    method: 'PUT',
    path: VALIDATE,
    body: source(dir, {
      name: 'x',
      transforms: 'a,b,c',
      'transforms.a.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
      'transforms.a.field': 'line',
      'transforms.b.type': 'Nope',
      'transforms.c.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
      'transforms.c.predicate': 'p',
      'transforms.c.negate': 'true',
      predicates: 'p',
      'predicates.p.type': 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
      'predicates.p.pattern': '(',
    }),
  },
  {
    name: 'validate: transform without type',
    method: 'PUT',
    path: VALIDATE,
    body: source(dir, { name: 'x', transforms: 'a,a' }),
  },
  {
    name: 'validate: converter settings',
    method: 'PUT',
    path: VALIDATE,
    body: source(dir, {
      name: 'x',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'perhaps',
      'value.converter.decimal.format': 'roman',
    }),
  },
  {
    name: 'validate: overrides',
    method: 'PUT',
    path: VALIDATE,
    body: source(dir, { name: 'x', 'producer.override.linger.ms': '5' }),
  },
  { name: 'validate: null value', method: 'PUT', path: VALIDATE, body: source(dir, { name: 'x', file: null }) },
  {
    name: 'validate: sink without topics',
    method: 'PUT',
    path: '/connector-plugins/FileStreamSink/config/validate',
    body: { 'connector.class': SINK, name: 'x' },
  },
  {
    name: 'validate: sink with both',
    method: 'PUT',
    path: '/connector-plugins/FileStreamSink/config/validate',
    body: {
      'connector.class': SINK,
      name: 'x',
      topics: 'a',
      'topics.regex': 'b',
      'errors.deadletterqueue.topic.name': 'a',
    },
  },
  {
    name: 'validate: unknown plugin',
    method: 'PUT',
    path: '/connector-plugins/Nope/config/validate',
    body: { 'connector.class': 'Nope' },
  },
  { name: 'create: no JSON', method: 'POST', path: '/connectors', body: 'no json' },
  { name: 'create: a list', method: 'POST', path: '/connectors', body: [] },
  { name: 'create: nothing', method: 'POST', path: '/connectors', body: '' },
  { name: 'create: no name', method: 'POST', path: '/connectors', body: { config: source(dir) } },
  { name: 'create: no config', method: 'POST', path: '/connectors', body: { name: 'x' } },
  {
    name: 'create: unknown field',
    method: 'POST',
    path: '/connectors',
    body: { name: 'x', config: source(dir), color: 'red' },
  },
  {
    name: 'create: names differ',
    method: 'POST',
    path: '/connectors',
    body: { name: 'x', config: source(dir, { name: 'y' }) },
  },
  {
    name: 'create: unknown class',
    method: 'POST',
    path: '/connectors',
    body: { name: 'x', config: { 'connector.class': 'Nope' } },
  },
  { name: 'create: no class', method: 'POST', path: '/connectors', body: { name: 'x', config: { topic: 'x' } } },
  {
    name: 'create: invalid',
    method: 'POST',
    path: '/connectors',
    body: { name: 'x', config: { 'connector.class': SOURCE, 'tasks.max': '-1' } },
  },
  {
    name: 'create: wrong initial state',
    method: 'POST',
    path: '/connectors',
    body: { name: 'x', config: source(dir), initial_state: 'SLEEPING' },
  },
  {
    name: 'create: wrong type',
    method: 'POST',
    path: '/connectors',
    body: '{}',
    headers: { 'content-type': 'text/plain' },
  },
  { name: 'create', method: 'POST', path: '/connectors', body: { name: 'lines', config: source(dir) } },
  { name: 'create again', method: 'POST', path: '/connectors', body: { name: 'lines', config: source(dir) } },
  {
    name: 'create stopped',
    method: 'POST',
    path: '/connectors',
    body: { name: 'halted', config: source(dir), initial_state: 'STOPPED' },
  },
  {
    name: 'create with a strange name',
    method: 'PUT',
    path: '/connectors/a%20b/config',
    body: source(dir, { file: `${dir}/none.txt` }),
  },
  { name: 'strange name', method: 'GET', path: '/connectors/a%20b' },
  { name: 'worse name', method: 'GET', path: '/connectors/a%2Fb' },
  { name: 'delete the strange name', method: 'DELETE', path: '/connectors/a%20b' },
  { name: 'connectors', method: 'GET', path: '/connectors' },
  { name: 'running', method: 'GET', path: '/connectors/lines/status', until: '"tasks":[{"id":0,"state":"RUNNING"' },
  { name: 'stopped one', method: 'GET', path: '/connectors/halted/status', until: 'STOPPED' },
  { name: 'connector', method: 'GET', path: '/connectors/lines' },
  { name: 'config', method: 'GET', path: '/connectors/lines/config' },
  { name: 'expand status', method: 'GET', path: '/connectors?expand=status' },
  { name: 'expand both', method: 'GET', path: '/connectors?expand=info&expand=status' },
  { name: 'expand nonsense', method: 'GET', path: '/connectors?expand=nonsense' },
  { name: 'tasks', method: 'GET', path: '/connectors/lines/tasks' },
  { name: 'task status', method: 'GET', path: '/connectors/lines/tasks/0/status' },
  { name: 'no such task', method: 'GET', path: '/connectors/lines/tasks/7/status' },
  { name: 'no task number', method: 'GET', path: '/connectors/lines/tasks/x/status' },
  { name: 'tasks-config', method: 'GET', path: '/connectors/lines/tasks-config' },
  { name: 'topics', method: 'GET', path: '/connectors/lines/topics', until: 'rest-lines' },
  { name: 'reset topics', method: 'PUT', path: '/connectors/lines/topics/reset' },
  { name: 'topics after reset', method: 'GET', path: '/connectors/lines/topics' },
  { name: 'topics of nothing', method: 'GET', path: '/connectors/nope/topics' },
  { name: 'no connector', method: 'GET', path: '/connectors/nope' },
  { name: 'no config', method: 'GET', path: '/connectors/nope/config' },
  { name: 'no status', method: 'GET', path: '/connectors/nope/status' },
  { name: 'no tasks', method: 'GET', path: '/connectors/nope/tasks' },
  { name: 'delete nothing', method: 'DELETE', path: '/connectors/nope' },
  { name: 'pause nothing', method: 'PUT', path: '/connectors/nope/pause' },
  { name: 'resume nothing', method: 'PUT', path: '/connectors/nope/resume' },
  { name: 'stop nothing', method: 'PUT', path: '/connectors/nope/stop' },
  { name: 'restart nothing', method: 'POST', path: '/connectors/nope/restart' },
  { name: 'restart nothing with tasks', method: 'POST', path: '/connectors/nope/restart?includeTasks=true' },
  { name: 'offsets of nothing', method: 'GET', path: '/connectors/nope/offsets' },
  { name: 'pause', method: 'PUT', path: '/connectors/lines/pause' },
  { name: 'paused', method: 'GET', path: '/connectors/lines/status', until: '"tasks":[{"id":0,"state":"PAUSED"' },
  { name: 'resume', method: 'PUT', path: '/connectors/lines/resume' },
  { name: 'resumed', method: 'GET', path: '/connectors/lines/status', until: '"tasks":[{"id":0,"state":"RUNNING"' },
  { name: 'restart', method: 'POST', path: '/connectors/lines/restart' },
  { name: 'restart with tasks', method: 'POST', path: '/connectors/lines/restart?includeTasks=true&onlyFailed=false' },
  { name: 'restart only failed', method: 'POST', path: '/connectors/lines/restart?includeTasks=true&onlyFailed=true' },
  { name: 'restart task', method: 'POST', path: '/connectors/lines/tasks/0/restart' },
  {
    name: 'running again',
    method: 'GET',
    path: '/connectors/lines/status',
    until: '"tasks":[{"id":0,"state":"RUNNING"',
  },
  { name: 'offsets', method: 'GET', path: '/connectors/lines/offsets', until: 'position' },
  { name: 'alter while running', method: 'PATCH', path: '/connectors/lines/offsets', body: { offsets: [OFFSET] } },
  { name: 'reset while running', method: 'DELETE', path: '/connectors/lines/offsets' },
  { name: 'stop', method: 'PUT', path: '/connectors/lines/stop' },
  { name: 'stopped', method: 'GET', path: '/connectors/lines/status', until: '"state":"STOPPED"' },
  { name: 'tasks when stopped', method: 'GET', path: '/connectors/lines/tasks' },
  { name: 'alter nothing', method: 'PATCH', path: '/connectors/lines/offsets', body: { offsets: [] } },
  { name: 'alter without offsets', method: 'PATCH', path: '/connectors/lines/offsets', body: {} },
  {
    name: 'alter: no partition',
    method: 'PATCH',
    path: '/connectors/lines/offsets',
    body: { offsets: [{ offset: { position: 4 } }] },
  },
  {
    name: 'alter: wrong position',
    method: 'PATCH',
    path: '/connectors/lines/offsets',
    body: { offsets: [{ ...OFFSET, offset: { position: -1 } }] },
  },
  { name: 'alter: twice', method: 'PATCH', path: '/connectors/lines/offsets', body: { offsets: [OFFSET, OFFSET] } },
  { name: 'alter', method: 'PATCH', path: '/connectors/lines/offsets', body: { offsets: [OFFSET] } },
  { name: 'altered', method: 'GET', path: '/connectors/lines/offsets' },
  { name: 'reset', method: 'DELETE', path: '/connectors/lines/offsets' },
  { name: 'after reset', method: 'GET', path: '/connectors/lines/offsets' },
  { name: 'patch nothing', method: 'PATCH', path: '/connectors/nope/config', body: { topic: 'x' } },
  { name: 'patch', method: 'PATCH', path: '/connectors/lines/config', body: { 'batch.size': '10', 'tasks.max': null } },
  { name: 'patched', method: 'GET', path: '/connectors/lines/config' },
  { name: 'put', method: 'PUT', path: '/connectors/lines/config', body: source(dir, { 'batch.size': '20' }) },
  { name: 'put: names differ', method: 'PUT', path: '/connectors/lines/config', body: source(dir, { name: 'other' }) },
  { name: 'put: invalid', method: 'PUT', path: '/connectors/lines/config', body: source(dir, { 'batch.size': 'x' }) },
  { name: 'put: not an object', method: 'PUT', path: '/connectors/lines/config', body: '[1]' },
  { name: 'put: a number', method: 'PUT', path: '/connectors/lines/config', body: source(dir, { 'tasks.max': 1 }) },
  { name: 'put: nested', method: 'PUT', path: '/connectors/lines/config', body: source(dir, { topic: { a: 1 } }) },
  {
    name: 'put creates',
    method: 'PUT',
    path: '/connectors/fresh/config',
    body: source(dir, { file: `${dir}/none.txt` }),
  },
  { name: 'delete', method: 'DELETE', path: '/connectors/fresh' },
  { name: 'deleted', method: 'GET', path: '/connectors/fresh' },
  { name: 'post tasks', method: 'POST', path: '/connectors/lines/tasks', body: [] },
  { name: 'fence', method: 'PUT', path: '/connectors/lines/fence' },
  {
    name: 'broken connector',
    method: 'PUT',
    path: '/connectors/broken/config',
    body: { 'connector.class': SINK, topics: 'rest-none', file: `${dir}/no/such/dir/x` },
  },
  { name: 'failed', method: 'GET', path: '/connectors/broken/status', until: 'FAILED' },
  { name: 'restart the failed', method: 'POST', path: '/connectors/broken/restart?includeTasks=true&onlyFailed=true' },
  { name: 'delete broken', method: 'DELETE', path: '/connectors/broken' },
  { name: 'loggers', method: 'GET', path: '/admin/loggers' },
  { name: 'logger', method: 'GET', path: '/admin/loggers/root' },
  { name: 'no logger', method: 'GET', path: '/admin/loggers/no.such.logger' },
  { name: 'set logger', method: 'PUT', path: '/admin/loggers/org.apache.kafka.connect', body: { level: 'DEBUG' } },
  { name: 'set logger to nonsense', method: 'PUT', path: '/admin/loggers/root', body: { level: 'LOUD' } },
  { name: 'set logger without level', method: 'PUT', path: '/admin/loggers/root', body: {} },
  {
    name: 'set logger, scope cluster',
    method: 'PUT',
    path: '/admin/loggers/org.apache.kafka.connect?scope=cluster',
    body: { level: 'INFO' },
  },
  {
    name: 'set logger, scope nonsense',
    method: 'PUT',
    path: '/admin/loggers/org.apache.kafka.connect?scope=moon',
    body: { level: 'INFO' },
  },
  { name: 'no path', method: 'GET', path: '/nope' },
  { name: 'wrong method', method: 'DELETE', path: '/connectors' },
  { name: 'wrong method of a connector', method: 'POST', path: '/connectors/lines' },
  { name: 'options', method: 'OPTIONS', path: '/connectors' },
  { name: 'head', method: 'HEAD', path: '/connectors' },
  { name: 'accept', method: 'GET', path: '/connectors', headers: { accept: 'text/html' } },
  { name: 'trailing slash', method: 'GET', path: '/connectors/' },
  { name: 'delete lines', method: 'DELETE', path: '/connectors/lines' },
  { name: 'delete halted', method: 'DELETE', path: '/connectors/halted' },
]

const UNTIL_MS = 20_000

export async function say(base: string, step: Step, dir: string): Promise<Said> {
  const deadline = Date.now() + UNTIL_MS
  const text = step.body === undefined || typeof step.body === 'string' ? step.body : JSON.stringify(step.body)
  for (;;) {
    const response = await fetch(base + step.path, {
      method: step.method,
      ...(text !== undefined && { body: text.replaceAll('$DIR', dir) }),
      headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...step.headers },
      redirect: 'manual',
    })
    const answer = await response.text()
    // Work is about to be shared out anew: the same a while later.
    const isMomentary = response.status === 409 && /momentarily|rebalance/.test(answer)
    if ((isMomentary || (step.until && !answer.includes(step.until))) && Date.now() < deadline) {
      await new Promise(resolve => setTimeout(resolve, 200))
      continue
    }
    let body: unknown = answer
    try {
      body = JSON.parse(answer)
    } catch {
      // A page of the server: as it is.
    }
    const { headers } = response
    return {
      status: response.status,
      type: headers.get('content-type'),
      location: headers.get('location'),
      allow: headers.get('allow'),
      body,
    }
  }
}

const [base, dir, waitMs] = process.argv.slice(2)
if (import.meta.filename === process.argv[1] && base && dir)
  for (const step of steps(dir)) {
    await new Promise(resolve => setTimeout(resolve, Number(waitMs ?? 0)))
    const said = await say(base, step, dir)
    console.log(JSON.stringify({ name: step.name, ...said }).replaceAll(dir, '$DIR'))
  }
